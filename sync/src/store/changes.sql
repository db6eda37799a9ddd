-- Migration 8 of sync's own tables: what one record brings is written at the end of one tree, not into the middle of three.

-- Documents have numbers here.
DROP INDEX documents_named;
ALTER TABLE saved RENAME TO old_saved;
ALTER TABLE documents RENAME TO old_documents;
ALTER TABLE changes RENAME TO old_changes;
DROP INDEX changes_unsaved;
CREATE TABLE documents (
    row    INTEGER PRIMARY KEY,             -- local
    id     BLOB    NOT NULL UNIQUE,
    kind   INTEGER NOT NULL,
    circle BLOB    NOT NULL,
    person BLOB    NOT NULL,
    number INTEGER NOT NULL,
    heads  BLOB    NOT NULL                 -- concatenated, ascending
) STRICT;
INSERT INTO documents (id, kind, circle, person, number, heads)
    SELECT id, kind, circle, person, number, heads FROM old_documents;
CREATE INDEX documents_named ON documents (circle, person, kind, number);

-- Which record brought a change, in the order in which they were merged here. Those that the saved document does not hold
-- are unsaved.
CREATE TABLE changes (
    document INTEGER NOT NULL REFERENCES documents (row),
    nth      INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    log      INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    PRIMARY KEY (document, nth)
) STRICT, WITHOUT ROWID;
INSERT INTO changes
    SELECT row, row_number() OVER (PARTITION BY row ORDER BY unsaved, log, old_changes.number) - 1, hash, log, old_changes.number
    FROM old_changes JOIN documents ON documents.id = old_changes.document;

-- Documents as Automerge saves them, without compression, and without the changes that are unsaved.
CREATE TABLE saved (
    document INTEGER PRIMARY KEY REFERENCES documents (row),
    upto     INTEGER NOT NULL,              -- changes from this one on are unsaved
    bytes    BLOB    NOT NULL
) STRICT;
INSERT INTO saved
    SELECT row, (SELECT count(*) FROM old_changes WHERE old_changes.document = id AND unsaved = 0), bytes
    FROM old_saved JOIN documents ON documents.id = old_saved.document;
DROP TABLE old_saved;
DROP TABLE old_changes;
DROP TABLE old_documents;

-- A record that waits when it was judged gets another state, and is found by an index; one that was not judged yet is
-- found by where its log was judged last.
DROP INDEX records_open;
ALTER TABLE logs ADD COLUMN judged INTEGER NOT NULL DEFAULT 0; -- every record before this one was judged
UPDATE logs SET judged = count WHERE circle IS NOT NULL;
UPDATE records SET state = 4 WHERE state = 0 AND log IN (SELECT id FROM logs WHERE circle IS NOT NULL);
-- 0 not judged yet, 1 accepted, 2 refused, 3 late, 4 waiting
CREATE INDEX records_open ON records (log, number) WHERE state IN (3, 4);

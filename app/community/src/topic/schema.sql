-- Migration 2 of the slices: talk, from the items of sheets.

-- Every item, also of kinds this version does not know. Columns marked local differ between devices.
CREATE TABLE items (
    item     BLOB    PRIMARY KEY,           -- the name it has everywhere
    document BLOB    NOT NULL,
    circle   BLOB    NOT NULL,
    person   BLOB    NOT NULL,
    kind     INTEGER NOT NULL,
    mark     INTEGER NOT NULL,              -- 0 stands, 1 deleted, 2 erased
    time_ms  INTEGER NOT NULL,              -- the author's clock
    counter  INTEGER NOT NULL,              -- with actor: the op that made it
    actor    BLOB    NOT NULL,
    late     INTEGER NOT NULL DEFAULT 0,
    log      INTEGER NOT NULL,              -- local: row of the log whose record made it
    number   INTEGER NOT NULL               -- of that record
) STRICT, WITHOUT ROWID;
CREATE INDEX items_by_op ON items (document, counter, actor);
CREATE INDEX items_by_kind ON items (circle, kind);

CREATE TABLE topics (
    item    BLOB PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    channel TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE replies (
    item  BLOB PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic BLOB NOT NULL                     -- may not be here yet
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_by_topic ON replies (topic);

CREATE TABLE quotes (
    item   BLOB    NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    quoted BLOB    NOT NULL,
    PRIMARY KEY (item, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
    item  BLOB PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    post  BLOB NOT NULL,
    emoji TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reactions_by_post ON reactions (post);

CREATE TABLE resolves (
    item     BLOB    PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic    BLOB    NOT NULL,
    resolved INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX resolves_by_topic ON resolves (topic);

-- Which earlier items of the same kind an item speaks instead of.
CREATE TABLE replaces (
    item    BLOB NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    earlier BLOB NOT NULL,
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaces_by_earlier ON replaces (earlier);

-- Every value a title or a text ever had: what stands, and history.
CREATE TABLE words (
    id       INTEGER PRIMARY KEY,           -- local
    item     BLOB    NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    field    TEXT    NOT NULL,              -- h title, w text
    counter  INTEGER NOT NULL,              -- with actor: the op that wrote it
    actor    BLOB    NOT NULL,
    log      INTEGER NOT NULL,              -- local: row of the log of its record
    number   INTEGER NOT NULL,              -- of that record
    part     INTEGER NOT NULL,              -- of that record
    standing INTEGER NOT NULL DEFAULT 0,    -- 0 history, 1 stands, 2 and above stand beside it
    state    INTEGER NOT NULL DEFAULT 2,    -- 0 here, 1 erased, 2 missing
    text     TEXT    NOT NULL DEFAULT '',   -- empty unless the words are here and the item stands
    UNIQUE (item, field, counter, actor)
) STRICT;
CREATE INDEX words_by_record ON words (log, number);

-- What can be found: words that stand. secure-delete takes letters out of the index at once.
CREATE VIRTUAL TABLE words_search USING fts5 (
    text, content = 'words', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO words_search (words_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER words_written AFTER INSERT ON words WHEN new.standing > 0 AND new.text <> '' BEGIN
    INSERT INTO words_search (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER words_gone AFTER DELETE ON words WHEN old.standing > 0 AND old.text <> '' BEGIN
    INSERT INTO words_search (words_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER words_changed AFTER UPDATE OF standing, text ON words
WHEN old.text <> new.text OR (old.standing > 0) <> (new.standing > 0) BEGIN
    INSERT INTO words_search (words_search, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.standing > 0 AND old.text <> '';
    INSERT INTO words_search (rowid, text) SELECT new.id, new.text WHERE new.standing > 0 AND new.text <> '';
END;

-- How far the changes of each sheet were walked for words: its heads then.
CREATE TABLE walked (
    document BLOB PRIMARY KEY,
    heads    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Migration 4 of sync's own tables: what is large lies apart, so that noting a document's heads moves nothing else.

-- Documents as Automerge saves them, without compression, and without the changes that are unsaved.
CREATE TABLE saved (
    document BLOB PRIMARY KEY REFERENCES documents (id),
    bytes    BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO saved SELECT id, saved FROM documents;
ALTER TABLE documents DROP COLUMN saved;

-- Migration 2 of sync's own tables: a branch of a log that was written twice is a log of its own.

-- A branch stands in `logs` under its own name; it begins at record `base_count` of the log it branches off.
ALTER TABLE logs ADD COLUMN base_count   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN base_hash    BLOB;              -- null unless a branch: hash of the record before
ALTER TABLE logs ADD COLUMN base_records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE logs ADD COLUMN base_bytes   INTEGER NOT NULL DEFAULT 0;
DROP TABLE forks;

-- Which record began the document in this log.
ALTER TABLE document_numbers ADD COLUMN record INTEGER NOT NULL DEFAULT 0;

-- Of two records of one number, the start of the hash says which is meant.
DROP TABLE erasures;
CREATE TABLE erasures (
    log    BLOB    NOT NULL,
    number INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    start  BLOB    NOT NULL,                -- first 8 bytes of the record's hash
    person BLOB    NOT NULL,                -- who asked: counts for logs of the same person only
    PRIMARY KEY (log, number, part, start, person)
) STRICT, WITHOUT ROWID;

-- What another device of the same person let go of in this device's own logs, until its own log says so too.
CREATE TABLE repeats (
    log    BLOB    NOT NULL,
    number INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    start  BLOB    NOT NULL,
    PRIMARY KEY (log, number, part, start)
) STRICT, WITHOUT ROWID;

-- Migration 5 of the slices: when things came to this device, and what was typed and not sent yet. All local.

CREATE TABLE arrivals_with_time (
    arrived INTEGER PRIMARY KEY AUTOINCREMENT,
    came    BLOB    NOT NULL UNIQUE,
    at_ms   INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) -- this device's clock
) STRICT;
INSERT INTO arrivals_with_time (arrived, came, at_ms) SELECT arrived, came, 0 FROM arrivals;
DROP TABLE arrivals;
ALTER TABLE arrivals_with_time RENAME TO arrivals;

CREATE TABLE drafts (
    place TEXT PRIMARY KEY,                 -- where it is typed
    text  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Migration 1 of the slices: people, from their profile documents.

CREATE TABLE people (
    person   BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    name     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Other names that stand at once, from two devices of one person.
CREATE TABLE people_versions (
    person BLOB    NOT NULL REFERENCES people (person) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

-- Local: in which order people came to this device. Posts stood here too, until they had numbers.
CREATE TABLE arrivals (
    arrived INTEGER PRIMARY KEY AUTOINCREMENT,
    came    BLOB    NOT NULL UNIQUE
) STRICT;

-- Local: the last arrival that was looked at.
CREATE TABLE seen (
    place TEXT PRIMARY KEY,
    upto  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

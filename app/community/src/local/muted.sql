-- Migration of the slices: what this device's person wants to be told nothing of. Local.

CREATE TABLE muted (
    subject BLOB PRIMARY KEY                -- a topic's item, or a person
) STRICT, WITHOUT ROWID;

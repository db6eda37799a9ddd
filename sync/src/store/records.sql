-- Migration 7 of sync's own tables: rows as large as a record belong into a tree by a number. In one by a key they overflow
-- pages of 1 KiB. What most records of all logs name alike is a row of its own.

DROP INDEX records_open;
DROP INDEX records_gone;
ALTER TABLE records RENAME TO old_records;
-- The epoch marks and frontiers that are in force at records.
CREATE TABLE grounds (
    id       INTEGER PRIMARY KEY,           -- local
    mark     BLOB    NOT NULL,              -- empty: none
    frontier BLOB    NOT NULL,              -- concatenated, as the record that first named it has them
    UNIQUE (frontier, mark)
) STRICT;
INSERT INTO grounds (mark, frontier) SELECT DISTINCT coalesce(mark, x''), frontier FROM old_records;
CREATE TABLE records (
    id       INTEGER PRIMARY KEY,           -- local
    log      INTEGER NOT NULL REFERENCES logs (id),
    number   INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    tail     BLOB    NOT NULL,
    parts    BLOB    NOT NULL,              -- CBOR: sealed bytes, or hash and length of what was dropped
    size     INTEGER NOT NULL,
    state    INTEGER NOT NULL,              -- 0 waiting, 1 accepted, 2 refused, 3 late
    why      TEXT,                          -- of a refusal
    ground   INTEGER NOT NULL REFERENCES grounds (id), -- in force here, "as before" resolved
    gone     INTEGER NOT NULL DEFAULT 0,
    lacks    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (log, number)
) STRICT;
INSERT INTO records (log, number, hash, tail, parts, size, state, why, ground, gone, lacks)
    SELECT log, number, hash, tail, parts, size, state, why, grounds.id, gone, lacks FROM old_records
    JOIN grounds ON grounds.frontier = old_records.frontier AND grounds.mark = coalesce(old_records.mark, x'');
DROP TABLE old_records;
CREATE INDEX records_open ON records (log, number) WHERE state IN (0, 3);
-- Few of many: records of which a part is not here. `gone` has a bit for each such part, part 0 the least; `lacks` for
-- those of them that nobody who may has erased.
CREATE INDEX records_gone ON records (log, number, gone, lacks) WHERE gone > 0;

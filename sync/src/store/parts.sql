-- Migration 3 of sync's own tables: which parts of a record are held, and which erasing lets go of which.

ALTER TABLE records ADD COLUMN gone  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0;

-- Few of many: records of which a part is not here. `gone` has a bit for each such part, part 0 the least; `lacks` for
-- those of them that nobody who may has erased.
CREATE INDEX records_gone ON records (log, number, gone, lacks) WHERE gone > 0;

-- Parts that are to be let go, also of records that are not here yet, with the record that asked and what it counts for.
DROP TABLE erasures;
CREATE TABLE erasures (
    log       BLOB    NOT NULL,
    number    INTEGER NOT NULL,
    part      INTEGER NOT NULL,
    start     BLOB    NOT NULL,             -- first 8 bytes of the record's hash
    scope     BLOB    NOT NULL,             -- the person, or the signing key, in whose logs it counts
    by_log    INTEGER NOT NULL,             -- row of the log of the record that asks
    by_number INTEGER NOT NULL,
    PRIMARY KEY (log, number, part, start, by_log, by_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX erasures_by ON erasures (by_log, by_number);

-- Tables and indexes of one owner in a community's database, as they stand after all migrations.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.

CREATE TABLE migrations (owner TEXT PRIMARY KEY, done INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Small facts about this device in this community: keys, names of own logs, the link it came by.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every log that is stored here, and its end.
CREATE TABLE logs (
    id          INTEGER PRIMARY KEY,
    log         BLOB    NOT NULL UNIQUE,
    kind        INTEGER NOT NULL,           -- 0 charter, 1 content
    nonce       BLOB    NOT NULL,
    tag         BLOB    NOT NULL,
    circle      BLOB,                       -- null in a charter log
    device      BLOB    NOT NULL,
    person      BLOB    NOT NULL,
    sign_key    BLOB    NOT NULL,
    count       INTEGER NOT NULL,
    hash        BLOB    NOT NULL,
    run_records INTEGER NOT NULL,
    run_bytes   INTEGER NOT NULL,
    mark        BLOB,                       -- the epoch mark of the newest record
    frontier    BLOB    NOT NULL            -- the frontier of the newest record
, base_count   INTEGER NOT NULL DEFAULT 0, base_hash    BLOB, base_records INTEGER NOT NULL DEFAULT 0, base_bytes   INTEGER NOT NULL DEFAULT 0, judged INTEGER NOT NULL DEFAULT 0) STRICT;

-- Signatures at each boundary and at the newest record.
CREATE TABLE signatures (
    log       INTEGER NOT NULL REFERENCES logs (id),
    count     INTEGER NOT NULL,
    boundary  INTEGER NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (log, count)
) STRICT, WITHOUT ROWID;

-- How a log numbers the documents it writes in.
CREATE TABLE document_numbers (
    log      INTEGER NOT NULL REFERENCES logs (id),
    number   INTEGER NOT NULL,
    document BLOB    NOT NULL, record INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (log, number)
) STRICT, WITHOUT ROWID;

-- Keys of circles and epochs held by this device.
CREATE TABLE circle_secrets (
    circle BLOB PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch_keys (
    epoch  BLOB PRIMARY KEY,
    circle BLOB NOT NULL,
    key    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What is known of other devices.
CREATE TABLE peers (
    device     BLOB PRIMARY KEY,
    address    BLOB,
    last_heard INTEGER                      -- milliseconds since 1970 by this device's clock
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    device BLOB    NOT NULL,
    circle BLOB    NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB    NOT NULL,
    vector BLOB    NOT NULL, base_number INTEGER, base_sealed BLOB, base_vector BLOB,                -- opened: CBOR of (log name, count)
    PRIMARY KEY (device, circle)
) STRICT, WITHOUT ROWID;

-- What another device of the same person let go of in this device's own logs, until its own log says so too.
CREATE TABLE repeats (
    log    BLOB    NOT NULL,
    number INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    start  BLOB    NOT NULL,
    PRIMARY KEY (log, number, part, start)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX document_numbers_named ON document_numbers (log, document, number);

-- The epoch marks and frontiers that are in force at records.
CREATE TABLE grounds (
    id       INTEGER PRIMARY KEY,           -- local
    mark     BLOB    NOT NULL,              -- empty: none
    frontier BLOB    NOT NULL,              -- concatenated, as the record that first named it has them
    UNIQUE (frontier, mark)
) STRICT;

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

-- Few of many: records of which a part is not here. `gone` has a bit for each such part, part 0 the least; `lacks` for
-- those of them that nobody who may has erased.
CREATE INDEX records_gone ON records (log, number, gone, lacks) WHERE gone > 0;

CREATE TABLE documents (
    row    INTEGER PRIMARY KEY,             -- local
    id     BLOB    NOT NULL UNIQUE,
    kind   INTEGER NOT NULL,
    circle BLOB    NOT NULL,
    person BLOB    NOT NULL,
    number INTEGER NOT NULL,
    heads  BLOB    NOT NULL                 -- concatenated, ascending
) STRICT;
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

-- Documents as Automerge saves them, without compression, and without the changes that are unsaved.
CREATE TABLE saved (
    document INTEGER PRIMARY KEY REFERENCES documents (row),
    upto     INTEGER NOT NULL,              -- changes from this one on are unsaved
    bytes    BLOB    NOT NULL
) STRICT;
CREATE INDEX records_open ON records (log, state, number) WHERE state IN (3, 4);

-- Migration 1 of sync's own tables. One database holds one community.

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
) STRICT;

-- Signatures at each boundary and at the newest record.
CREATE TABLE signatures (
    log       INTEGER NOT NULL REFERENCES logs (id),
    count     INTEGER NOT NULL,
    boundary  INTEGER NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (log, count)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    log      INTEGER NOT NULL REFERENCES logs (id),
    number   INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    tail     BLOB    NOT NULL,
    parts    BLOB    NOT NULL,              -- CBOR: sealed bytes, or hash and length of what was dropped
    size     INTEGER NOT NULL,
    state    INTEGER NOT NULL,              -- 0 waiting, 1 accepted, 2 refused, 3 late
    why      TEXT,                          -- of a refusal
    mark     BLOB,                          -- in force here, "as before" resolved
    frontier BLOB    NOT NULL,              -- likewise
    PRIMARY KEY (log, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX records_open ON records (log, number) WHERE state IN (0, 3);

-- The other branches of logs that were written twice.
CREATE TABLE forks (
    log    INTEGER NOT NULL REFERENCES logs (id),
    number INTEGER NOT NULL,
    hash   BLOB    NOT NULL,
    range  BLOB    NOT NULL,
    PRIMARY KEY (log, number, hash)
) STRICT, WITHOUT ROWID;

-- Parts that their person asked to let go, also of records that are not here yet.
CREATE TABLE erasures (
    log    BLOB    NOT NULL,
    number INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    person BLOB    NOT NULL,                -- who asked: counts for logs of the same person only
    PRIMARY KEY (log, number, part, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    id      BLOB    PRIMARY KEY,
    kind    INTEGER NOT NULL,
    circle  BLOB    NOT NULL,
    person  BLOB    NOT NULL,
    number  INTEGER NOT NULL,
    saved   BLOB    NOT NULL,               -- Automerge, without compression
    heads   BLOB    NOT NULL                -- concatenated, ascending
) STRICT, WITHOUT ROWID;

-- How a log numbers the documents it writes in.
CREATE TABLE document_numbers (
    log      INTEGER NOT NULL REFERENCES logs (id),
    number   INTEGER NOT NULL,
    document BLOB    NOT NULL,
    PRIMARY KEY (log, number)
) STRICT, WITHOUT ROWID;

-- Which record brought a change. Those not in the saved document yet are unsaved.
CREATE TABLE changes (
    document BLOB    NOT NULL,
    hash     BLOB    NOT NULL,
    log      INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    unsaved  INTEGER NOT NULL,
    PRIMARY KEY (document, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_unsaved ON changes (document) WHERE unsaved = 1;

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
    vector BLOB    NOT NULL,                -- opened: CBOR of (log name, count)
    PRIMARY KEY (device, circle)
) STRICT, WITHOUT ROWID;

-- Tables and indexes of one owner in a community's database, as they stand after all migrations.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.

CREATE TABLE people (
    person   BLOB PRIMARY KEY,
    document BLOB NOT NULL,
    name     TEXT NOT NULL
, emblem TEXT NOT NULL DEFAULT '', chosen TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

-- Other names that stand at once, from two devices of one person.
CREATE TABLE people_versions (
    person BLOB    NOT NULL REFERENCES people (person) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

-- Local: the last arrival that was looked at.
CREATE TABLE seen (
    place TEXT PRIMARY KEY,
    upto  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Local: in which order people came to this device. Posts stood here too, until they had numbers.
CREATE TABLE "arrivals" (
    arrived INTEGER PRIMARY KEY AUTOINCREMENT,
    came    BLOB    NOT NULL UNIQUE,
    at_ms   INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) -- this device's clock
) STRICT;

CREATE TABLE drafts (
    place TEXT PRIMARY KEY,                 -- where it is typed
    text  TEXT NOT NULL
, sending TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

-- What a name looks like. People who share a key bear a mark behind their name.
CREATE TABLE people_alike (
    key    TEXT NOT NULL,
    person BLOB NOT NULL,
    PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_alike_by_person ON people_alike (person);

CREATE TABLE muted (
    subject BLOB PRIMARY KEY                -- a topic's item, or a person
) STRICT, WITHOUT ROWID;

-- Everything that has the same name everywhere, and the number it has here. Also what rows name before it is here.
CREATE TABLE names (
    id      INTEGER PRIMARY KEY,            -- local, as all numbers of names are
    name    BLOB    NOT NULL UNIQUE,        -- of an item, a person, a circle, a document or an actor
    came_ms INTEGER,                        -- local: when a post came to this device, by its clock; null: it did not
    seen    INTEGER NOT NULL DEFAULT 0      -- local: 1: this person has seen the post, or need not
) STRICT;

-- Every item, also of kinds this version does not know, with its place if it is a post of a topic or of an open
-- conversation. Columns marked local differ between devices.
CREATE TABLE items (
    item     INTEGER PRIMARY KEY,           -- the number of its name
    document INTEGER NOT NULL,
    circle   INTEGER NOT NULL,
    person   INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    mark     INTEGER NOT NULL,              -- 0 stands, 1 deleted, 2 erased
    time_ms  INTEGER NOT NULL,              -- the author's clock
    counter  INTEGER NOT NULL,              -- with actor: the op that made it
    actor    INTEGER NOT NULL,
    late     INTEGER NOT NULL,
    log      INTEGER NOT NULL,              -- local: row of the log whose record made it
    number   INTEGER NOT NULL,              -- of that record
    marked_log    INTEGER,                  -- local: row of the log whose record set the mark; null: none did
    marked_number INTEGER,                  -- of that record
    -- Of a post; null in what is none.
    topic    INTEGER,                       -- may not be here yet; the item itself for a topic's first words
    place    INTEGER,                       -- orders: greater than that of every post it follows, else the author's clock
    shown    INTEGER,                       -- 0 a topic that is only a title
    stands   INTEGER,                       -- 0 deleted, erased or late
    unseen   INTEGER,                       -- local: 1: somebody else's, that nobody on this device has seen yet
    sending  BLOB                           -- names the sending that made it, so that none makes two
) STRICT;

CREATE TABLE quotes (
    item   INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    quoted INTEGER NOT NULL,
    PRIMARY KEY (item, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
    item  INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    post  INTEGER NOT NULL,
    emoji TEXT    NOT NULL
) STRICT;

CREATE TABLE resolves (
    item     INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic    INTEGER NOT NULL,
    resolved INTEGER NOT NULL
, by_role INTEGER NOT NULL DEFAULT 1) STRICT;

-- Which earlier items of the same kind an item speaks instead of.
CREATE TABLE replaces (
    item    INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    earlier INTEGER NOT NULL,
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;

-- Which posts the author of a post had seen, what is quoted among them. That every post follows its topic is not noted.
CREATE TABLE follows (
    item    INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    earlier INTEGER NOT NULL,               -- may not be here yet
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
    item       INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    channel    INTEGER,                     -- the item that made the channel; null: in none
    is_channel INTEGER NOT NULL,            -- 1: it is a channel and its open conversation
    asks       INTEGER NOT NULL             -- 1: its author asked for an answer
) STRICT;

-- What lists show of a topic or a channel. Follows from the tables above.
CREATE TABLE activity (
    topic      INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    circle     INTEGER NOT NULL,
    channel    INTEGER,
    is_channel INTEGER NOT NULL,
    place      INTEGER NOT NULL,            -- of the last post that stands, else of the topic itself
    last       INTEGER NOT NULL,            -- that post
    replies    INTEGER NOT NULL,            -- that stand
    answered   INTEGER NOT NULL,            -- 1: somebody else has answered
    asks       INTEGER NOT NULL,
    resolved   INTEGER NOT NULL,
    listed     INTEGER NOT NULL,            -- 0: deleted, and nobody's reply stands in it
    begun_ms   INTEGER NOT NULL,            -- its author's clock
    unseen     INTEGER NOT NULL             -- local: posts in it that were not seen yet
) STRICT;

-- Local: others' posts that quote this device's person, who has neither answered in the topic since nor reacted.
CREATE TABLE unanswered (
    post  INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic INTEGER NOT NULL
) STRICT;

CREATE TABLE device_names (
    item   INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    device TEXT NOT NULL
) STRICT;

-- How the community talks, as one item says it. What it does not say, or says oddly, is null.
CREATE TABLE customs (
    item      INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    reactions TEXT,                         -- one a line
    answer_h  INTEGER                       -- hours that a question waits before it reads as unanswered
) STRICT;

-- Every value a title or a text ever had: what stands, and history.
CREATE TABLE words (
    id       INTEGER PRIMARY KEY,           -- local
    item     INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    field    TEXT    NOT NULL,              -- h title, w text
    counter  INTEGER NOT NULL,              -- with actor: the op that wrote it, once for each field
    actor    INTEGER NOT NULL,
    log      INTEGER NOT NULL,              -- local: row of the log of its record
    number   INTEGER NOT NULL,              -- of that record
    part     INTEGER NOT NULL,              -- of that record
    later    INTEGER NOT NULL,              -- 1: of another record than the one that made the item
    standing INTEGER NOT NULL DEFAULT 0,    -- 0 history, 1 stands, 2 and above stand beside it
    state    INTEGER NOT NULL DEFAULT 2,    -- 0 here, 1 erased, 2 missing
    text     TEXT    NOT NULL DEFAULT ''    -- empty unless the words are here and the item stands
) STRICT;
CREATE INDEX items_of_document ON items (document);

-- Few of many: what came late, what a community calls itself and how it talks, what was erased.
CREATE INDEX items_late ON items (document) WHERE late = 1;
CREATE INDEX items_of_circle ON items (circle, kind) WHERE kind = 5 OR kind = 10;
CREATE INDEX items_erased ON items (person) WHERE mark = 2;

-- By the record that made an item. Few of many: by the one that set its mark, and words by one that said them later.
CREATE INDEX items_by_record ON items (log, number, kind, marked_log);
CREATE INDEX items_marked ON items (marked_log, marked_number) WHERE marked_log IS NOT NULL;
CREATE INDEX words_later ON words (log, number) WHERE later = 1;

-- Posts of one place are in the order of their names, which is found out when they are read.
CREATE INDEX posts_in_order ON items (topic, circle, place, stands, person) WHERE shown = 1;
CREATE INDEX posts_of_person ON items (person, place, circle, topic) WHERE stands = 1;
CREATE INDEX posts_by_sending ON items (person, sending) WHERE sending IS NOT NULL;
CREATE INDEX posts_unseen ON items (topic, place) WHERE unseen = 1;
CREATE INDEX quotes_by_quoted ON quotes (quoted);
CREATE INDEX reactions_by_post ON reactions (post);
CREATE INDEX resolves_by_topic ON resolves (topic);
CREATE INDEX replaces_by_earlier ON replaces (earlier);
CREATE INDEX follows_by_earlier ON follows (earlier);
CREATE INDEX unanswered_by_topic ON unanswered (topic);
CREATE INDEX words_of_item ON words (item);
CREATE INDEX words_beside ON words (item) WHERE standing = 2;

-- Every list is some ranges of one of these: a new post then moves its topic in one, or in two if it is in a channel.
CREATE INDEX activity_in_order ON activity (circle, listed, is_channel, resolved, (unseen > 0), place);
CREATE INDEX activity_of_channel ON activity (circle, channel, resolved, (unseen > 0), place)
    WHERE listed = 1 AND is_channel = 0 AND channel IS NOT NULL;
CREATE INDEX activity_unanswered ON activity (circle, begun_ms)
    WHERE listed = 1 AND asks = 1 AND answered = 0 AND resolved = 0;
CREATE INDEX activity_of_channel_unanswered ON activity (circle, channel, begun_ms)
    WHERE listed = 1 AND is_channel = 0 AND asks = 1 AND answered = 0 AND resolved = 0;

-- What can be found: words that stand, up to one of them; those after it are put in many at once. secure-delete takes
-- letters out of the index at once, and costs nothing where none are taken out.
CREATE VIRTUAL TABLE words_search USING fts5 (
    text, content = 'words', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

-- Local: the last of the words that were put into the index.
CREATE TABLE words_found (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    upto INTEGER NOT NULL
) STRICT;

CREATE TRIGGER words_gone AFTER DELETE ON words
WHEN old.standing > 0 AND old.text <> '' AND old.id <= (SELECT upto FROM words_found) BEGIN
    INSERT INTO words_search (words_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER words_changed AFTER UPDATE OF standing, text ON words
WHEN old.id <= (SELECT upto FROM words_found)
    AND (old.text <> new.text OR (old.standing > 0) <> (new.standing > 0)) BEGIN
    INSERT INTO words_search (words_search, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.standing > 0 AND old.text <> '';
    INSERT INTO words_search (rowid, text) SELECT new.id, new.text WHERE new.standing > 0 AND new.text <> '';
END;

-- A later migration: rows name items, people, circles, documents and actors by numbers of this device, one table has their
-- names, and of the trees that a post touched those stay that a screen reads by.

DROP TRIGGER words_gone;
DROP TRIGGER words_changed;

-- Everything that has the same name everywhere, and the number it has here. Also what rows name before it is here.
CREATE TABLE names (
    id      INTEGER PRIMARY KEY,            -- local, as all numbers of names are
    name    BLOB    NOT NULL UNIQUE,        -- of an item, a person, a circle, a document or an actor
    came_ms INTEGER,                        -- local: when a post came to this device, by its clock; null: it did not
    seen    INTEGER NOT NULL DEFAULT 0      -- local: 1: this person has seen the post, or need not
) STRICT;
-- What is named by many rows has small numbers.
INSERT OR IGNORE INTO names (name) SELECT DISTINCT circle FROM items;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT person FROM items;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT document FROM items;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT actor FROM items;
INSERT OR IGNORE INTO names (name) SELECT DISTINCT actor FROM words;
INSERT OR IGNORE INTO names (name, came_ms) SELECT came, at_ms FROM arrivals WHERE length(came) = 18 ORDER BY arrived;
INSERT OR IGNORE INTO names (name) SELECT item FROM items;
INSERT OR IGNORE INTO names (name) SELECT topic FROM posts;
INSERT OR IGNORE INTO names (name) SELECT earlier FROM follows;
INSERT OR IGNORE INTO names (name) SELECT quoted FROM quotes;
INSERT OR IGNORE INTO names (name) SELECT post FROM reactions;
INSERT OR IGNORE INTO names (name) SELECT topic FROM resolves;
INSERT OR IGNORE INTO names (name) SELECT earlier FROM replaces;
INSERT OR IGNORE INTO names (name) SELECT channel FROM topics WHERE channel IS NOT NULL;
INSERT OR IGNORE INTO names (name) SELECT post FROM seen_elsewhere;
UPDATE names SET seen = 1 WHERE came_ms IS NOT NULL AND name NOT IN (SELECT post FROM unseen)
    OR name IN (SELECT post FROM seen_elsewhere);
-- When posts came is kept with their names, so that only people are left.
DELETE FROM arrivals WHERE length(came) = 18;

ALTER TABLE items RENAME TO items_before;
ALTER TABLE quotes RENAME TO quotes_before;
ALTER TABLE reactions RENAME TO reactions_before;
ALTER TABLE resolves RENAME TO resolves_before;
ALTER TABLE replaces RENAME TO replaces_before;
ALTER TABLE words RENAME TO words_before;
ALTER TABLE follows RENAME TO follows_before;
ALTER TABLE topics RENAME TO topics_before;
ALTER TABLE activity RENAME TO activity_before;
ALTER TABLE unanswered RENAME TO unanswered_before;
ALTER TABLE device_names RENAME TO device_names_before;
ALTER TABLE customs RENAME TO customs_before;

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
INSERT INTO items SELECT named.id, document.id, circle.id, person.id, was.kind, was.mark, was.time_ms, was.counter, actor.id,
    was.late, was.log, was.number, was.marked_log, was.marked_number, topic.id, posts.place, posts.shown, posts.stands,
    CASE WHEN posts.item IS NOT NULL THEN unseen.post IS NOT NULL END, posts.sending
    FROM names AS named CROSS JOIN items_before AS was ON was.item = named.name
    CROSS JOIN names AS document ON document.name = was.document
    CROSS JOIN names AS circle ON circle.name = was.circle
    CROSS JOIN names AS person ON person.name = was.person
    CROSS JOIN names AS actor ON actor.name = was.actor
    LEFT JOIN posts ON posts.item = was.item
    LEFT JOIN names AS topic ON topic.name = posts.topic
    LEFT JOIN unseen ON unseen.post = was.item
    ORDER BY named.id;

CREATE TABLE quotes (
    item   INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    quoted INTEGER NOT NULL,
    PRIMARY KEY (item, place)
) STRICT, WITHOUT ROWID;
INSERT INTO quotes SELECT named.id, place, quoted.id FROM quotes_before AS was
    JOIN names AS named ON named.name = was.item JOIN names AS quoted ON quoted.name = was.quoted;

CREATE TABLE reactions (
    item  INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    post  INTEGER NOT NULL,
    emoji TEXT    NOT NULL
) STRICT;
INSERT INTO reactions SELECT named.id, post.id, emoji FROM reactions_before AS was
    JOIN names AS named ON named.name = was.item JOIN names AS post ON post.name = was.post;

CREATE TABLE resolves (
    item     INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic    INTEGER NOT NULL,
    resolved INTEGER NOT NULL
) STRICT;
INSERT INTO resolves SELECT named.id, topic.id, resolved FROM resolves_before AS was
    JOIN names AS named ON named.name = was.item JOIN names AS topic ON topic.name = was.topic;

-- Which earlier items of the same kind an item speaks instead of.
CREATE TABLE replaces (
    item    INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    earlier INTEGER NOT NULL,
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;
INSERT INTO replaces SELECT named.id, earlier.id FROM replaces_before AS was
    JOIN names AS named ON named.name = was.item JOIN names AS earlier ON earlier.name = was.earlier;

-- Which posts the author of a post had seen, what is quoted among them. That every post follows its topic is not noted.
CREATE TABLE follows (
    item    INTEGER NOT NULL REFERENCES items (item) ON DELETE CASCADE,
    earlier INTEGER NOT NULL,               -- may not be here yet
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;
INSERT INTO follows SELECT named.id, earlier.id FROM follows_before AS was
    JOIN names AS named ON named.name = was.item JOIN names AS earlier ON earlier.name = was.earlier
    JOIN items ON items.item = named.id WHERE earlier.id <> items.topic;

CREATE TABLE topics (
    item       INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    channel    INTEGER,                     -- the item that made the channel; null: in none
    is_channel INTEGER NOT NULL,            -- 1: it is a channel and its open conversation
    asks       INTEGER NOT NULL             -- 1: its author asked for an answer
) STRICT;
INSERT INTO topics SELECT named.id, channel.id, is_channel, asks FROM topics_before AS was
    JOIN names AS named ON named.name = was.item LEFT JOIN names AS channel ON channel.name = was.channel;

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
INSERT INTO activity SELECT topic.id, circle.id, channel.id, is_channel, place, last.id, replies, answered, asks, resolved,
    listed, begun_ms, unseen FROM activity_before AS was
    JOIN names AS topic ON topic.name = was.topic JOIN names AS circle ON circle.name = was.circle
    JOIN names AS last ON last.name = was.last LEFT JOIN names AS channel ON channel.name = was.channel;

-- Local: others' posts that quote this device's person, who has neither answered in the topic since nor reacted.
CREATE TABLE unanswered (
    post  INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic INTEGER NOT NULL
) STRICT;
INSERT INTO unanswered SELECT post.id, topic.id FROM unanswered_before AS was
    JOIN names AS post ON post.name = was.post JOIN names AS topic ON topic.name = was.topic;

CREATE TABLE device_names (
    item   INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    device TEXT NOT NULL
) STRICT;
INSERT INTO device_names SELECT named.id, device FROM device_names_before AS was JOIN names AS named ON named.name = was.item;

-- How the community talks, as one item says it. What it does not say, or says oddly, is null.
CREATE TABLE customs (
    item      INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    reactions TEXT,                         -- one a line
    answer_h  INTEGER                       -- hours that a question waits before it reads as unanswered
) STRICT;
INSERT INTO customs SELECT named.id, reactions, answer_h FROM customs_before AS was JOIN names AS named ON named.name = was.item;

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
INSERT INTO words SELECT was.id, named.id, field, was.counter, actor.id, was.log, was.number, part,
    was.log <> items.log OR was.number <> items.number, standing, state, text
    FROM words_before AS was JOIN names AS named ON named.name = was.item JOIN names AS actor ON actor.name = was.actor
    JOIN items ON items.item = named.id ORDER BY was.id;

DROP TABLE unanswered_before;
DROP TABLE follows_before;
DROP TABLE posts;
DROP TABLE unseen;
DROP TABLE seen_elsewhere;
DROP TABLE activity_before;
DROP TABLE topics_before;
DROP TABLE quotes_before;
DROP TABLE reactions_before;
DROP TABLE resolves_before;
DROP TABLE replaces_before;
DROP TABLE device_names_before;
DROP TABLE customs_before;
DROP TABLE words_before;
DROP TABLE items_before;

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

DROP TABLE words_search;
-- What can be found: words that stand, up to one of them; those after it are put in many at once. secure-delete takes
-- letters out of the index at once, and costs nothing where none are taken out.
CREATE VIRTUAL TABLE words_search USING fts5 (
    text, content = 'words', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO words_search (words_search, rank) VALUES ('secure-delete', 1);
INSERT INTO words_search (rowid, text) SELECT id, text FROM words WHERE standing > 0 AND text <> '';

-- Local: the last of the words that were put into the index.
CREATE TABLE words_found (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    upto INTEGER NOT NULL
) STRICT;
INSERT INTO words_found SELECT 1, coalesce(max(id), 0) FROM words;

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

-- Migration 8 of the slices: posts in order, what a list shows of each topic, and what was not seen yet. What is shown of
-- one page is read by an index, however much there is beside it.

-- The posts of each topic and of each open conversation.
CREATE TABLE posts (
    item    BLOB    PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    topic   BLOB    NOT NULL,               -- may not be here yet; the item itself for a topic's first words
    circle  BLOB    NOT NULL,
    person  BLOB    NOT NULL,
    place   INTEGER NOT NULL,               -- orders: greater than that of every post it follows, else the author's clock
    shown   INTEGER NOT NULL,               -- 0 a topic that is only a title
    stands  INTEGER NOT NULL,               -- 0 deleted, erased or late
    sending BLOB                            -- names the sending that made it, so that none makes two
) STRICT, WITHOUT ROWID;
INSERT INTO posts SELECT item, item, circle, person, max(time_ms, 0),
    mark <> 0 OR EXISTS (SELECT 1 FROM words WHERE words.item = items.item AND field = 'w'), mark = 0 AND late = 0, NULL
    FROM items JOIN topics USING (item);
INSERT INTO posts SELECT item, topic, circle, person, max(time_ms, 0), 1, mark = 0 AND late = 0, NULL
    FROM items JOIN replies USING (item);
CREATE INDEX posts_in_order ON posts (topic, circle, place, item, stands, person) WHERE shown = 1;
CREATE INDEX posts_of_person ON posts (person, circle, place, item) WHERE stands = 1;
CREATE INDEX posts_of_person_in_topic ON posts (topic, person, place) WHERE stands = 1;
CREATE INDEX posts_by_sending ON posts (person, sending) WHERE sending IS NOT NULL;

-- Which posts the author of a post had seen, the topic and what is quoted among them.
CREATE TABLE follows (
    item    BLOB NOT NULL REFERENCES posts (item) ON DELETE CASCADE,
    earlier BLOB NOT NULL,                  -- may not be here yet
    PRIMARY KEY (item, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_by_earlier ON follows (earlier);
INSERT INTO follows SELECT item, topic FROM replies;
INSERT OR IGNORE INTO follows SELECT item, quoted FROM quotes;

DROP TABLE replies;
DROP INDEX posts_by_person;

CREATE TABLE topics_in_channels (
    item       BLOB    PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    channel    BLOB,                        -- the item that made the channel; null: in none
    is_channel INTEGER NOT NULL,            -- 1: it is a channel and its open conversation
    asks       INTEGER NOT NULL             -- 1: its author asked for an answer
) STRICT, WITHOUT ROWID;
INSERT INTO topics_in_channels SELECT item, NULL, 0, 0 FROM topics;
DROP TABLE topics;
ALTER TABLE topics_in_channels RENAME TO topics;

-- What lists show of a topic or a channel. Follows from the tables above.
CREATE TABLE activity (
    topic      BLOB    PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    circle     BLOB    NOT NULL,
    channel    BLOB,
    is_channel INTEGER NOT NULL,
    place      INTEGER NOT NULL,            -- of the last post that stands, else of the topic itself
    last       BLOB    NOT NULL,            -- that post
    replies    INTEGER NOT NULL,            -- that stand
    answered   INTEGER NOT NULL,            -- 1: somebody else has answered
    asks       INTEGER NOT NULL,
    resolved   INTEGER NOT NULL,
    listed     INTEGER NOT NULL,            -- 0: deleted, and nobody's reply stands in it
    begun_ms   INTEGER NOT NULL,            -- its author's clock
    unseen     INTEGER NOT NULL DEFAULT 0   -- local: posts in it that were not seen yet
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_listed ON activity (circle, is_channel, place, topic) WHERE listed = 1;
CREATE INDEX activity_of_channel ON activity (circle, channel, place, topic) WHERE listed = 1 AND is_channel = 0;
CREATE INDEX activity_open ON activity (circle, place, topic) WHERE listed = 1 AND is_channel = 0 AND resolved = 0;
CREATE INDEX activity_unanswered ON activity (circle, begun_ms, topic)
    WHERE listed = 1 AND asks = 1 AND answered = 0 AND resolved = 0;
CREATE INDEX activity_unseen ON activity (circle, place, topic) WHERE listed = 1 AND unseen > 0;
CREATE INDEX activity_by_place ON activity (circle, place, last);
INSERT INTO activity SELECT items.item, items.circle, NULL, 0,
    max(items.time_ms, coalesce((SELECT max(place) FROM posts
        WHERE posts.topic = items.item AND posts.circle = items.circle AND shown = 1 AND stands = 1), 0)),
    coalesce((SELECT posts.item FROM posts
        WHERE posts.topic = items.item AND posts.circle = items.circle AND shown = 1 AND stands = 1
        ORDER BY place DESC, posts.item DESC LIMIT 1), items.item),
    (SELECT count(*) FROM posts WHERE posts.topic = items.item AND posts.circle = items.circle AND shown = 1 AND stands = 1
        AND posts.item <> items.item),
    EXISTS (SELECT 1 FROM posts WHERE posts.topic = items.item AND posts.circle = items.circle AND shown = 1 AND stands = 1
        AND posts.person <> items.person),
    0,
    EXISTS (SELECT 1 FROM resolves WHERE resolves.topic = items.item AND resolved = 1),
    items.mark = 0 OR EXISTS (SELECT 1 FROM posts WHERE posts.topic = items.item AND posts.circle = items.circle
        AND shown = 1 AND stands = 1 AND posts.item <> items.item),
    items.time_ms, 0
    FROM items JOIN topics USING (item);

-- Local: others' posts that nobody on this device has seen yet.
CREATE TABLE unseen (
    post  BLOB    PRIMARY KEY,
    topic BLOB    NOT NULL,
    place INTEGER NOT NULL                  -- as in posts
) STRICT, WITHOUT ROWID;
CREATE INDEX unseen_in_order ON unseen (topic, place, post);

-- Local: others' posts that quote this device's person, who has neither answered in the topic since nor reacted.
CREATE TABLE unanswered (
    post  BLOB PRIMARY KEY REFERENCES posts (item) ON DELETE CASCADE,
    topic BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unanswered_by_topic ON unanswered (topic);
CREATE INDEX quotes_by_quoted ON quotes (quoted);

-- Few of many: words in two versions, what was erased, and posts by the record that last said something of them.
CREATE INDEX words_beside ON words (item) WHERE standing = 2;
CREATE INDEX items_erased ON items (person) WHERE mark = 2;
CREATE INDEX posts_by_record ON items (coalesce(marked_log, log), coalesce(marked_number, number)) WHERE kind IN (1, 2);

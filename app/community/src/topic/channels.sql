-- A later migration of talk's rows: each list of one channel is read by an index.

CREATE INDEX activity_of_channel_unseen ON activity (circle, channel, place, topic)
    WHERE listed = 1 AND is_channel = 0 AND unseen > 0;
CREATE INDEX activity_of_channel_open ON activity (circle, channel, place, topic)
    WHERE listed = 1 AND is_channel = 0 AND resolved = 0;
CREATE INDEX activity_of_channel_unanswered ON activity (circle, channel, begun_ms, topic)
    WHERE listed = 1 AND is_channel = 0 AND asks = 1 AND answered = 0 AND resolved = 0;

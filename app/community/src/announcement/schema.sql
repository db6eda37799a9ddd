-- Who said that they have read an announcement.
CREATE TABLE readings (
    item         INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    announcement INTEGER NOT NULL           -- may not be here yet
) STRICT;
CREATE INDEX readings_by_announcement ON readings (announcement);

-- Few of many items are announcements.
CREATE INDEX announcements ON items (circle, time_ms) WHERE kind = 11;

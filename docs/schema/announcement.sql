-- Tables and indexes of one owner in a community's database, as they stand after all migrations.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.

-- Who said that they have read an announcement.
CREATE TABLE readings (
    item         INTEGER PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    announcement INTEGER NOT NULL           -- may not be here yet
) STRICT;
CREATE INDEX readings_by_announcement ON readings (announcement);

-- Few of many items are announcements.
CREATE INDEX announcements ON items (circle, time_ms) WHERE kind = 11;

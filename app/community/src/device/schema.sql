-- What a person calls their own devices: rows of the circle that they alone read.

CREATE TABLE device_names (
    item   BLOB PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    device TEXT NOT NULL
) STRICT, WITHOUT ROWID;

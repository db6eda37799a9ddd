-- People whose names the eye cannot tell apart.

ALTER TABLE people ADD COLUMN chosen TEXT NOT NULL DEFAULT '';  -- the name on the card; `name` is what is shown
UPDATE people SET chosen = name;

-- What a name looks like. People who share a key bear a mark behind their name.
CREATE TABLE people_alike (
    key    TEXT NOT NULL,
    person BLOB NOT NULL,
    PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_alike_by_person ON people_alike (person);

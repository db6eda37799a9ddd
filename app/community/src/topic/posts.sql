-- Migration 6 of the slices: a person's posts are found by their time.

CREATE INDEX posts_by_person ON items (person, time_ms) WHERE kind IN (1, 2);

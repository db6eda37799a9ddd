-- Migration 4 of the slices: how far a deletion or an erasing has got is another matter than how far the post has.

ALTER TABLE items ADD COLUMN marked_log    INTEGER; -- local: row of the log whose record set the mark; null: none did
ALTER TABLE items ADD COLUMN marked_number INTEGER; -- of that record

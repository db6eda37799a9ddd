-- Migration 5 of sync's own tables: a device's newest receipt may tell only what has changed since an earlier one.

-- The receipt in full that a difference stands on; null where the newest is in full itself.
ALTER TABLE receipts ADD COLUMN base_number INTEGER;
ALTER TABLE receipts ADD COLUMN base_sealed BLOB;
ALTER TABLE receipts ADD COLUMN base_vector BLOB;

-- Whether its author had the role to settle what others began, as far as the record knew. What was shown before stays shown.
ALTER TABLE resolves ADD COLUMN by_role INTEGER NOT NULL DEFAULT 1;

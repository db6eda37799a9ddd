-- Tables and indexes of one owner in a community's database, as they stand after all migrations.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.

-- Items that stand: what their author neither deleted nor erased, and what did not come late; each with its name.
CREATE VIEW shown AS
    SELECT items.*, names.name FROM items CROSS JOIN names ON names.id = items.item WHERE mark = 0 AND late = 0;

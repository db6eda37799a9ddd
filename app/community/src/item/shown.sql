-- Items that stand: what their author neither deleted nor erased, and what did not come late; each with its name.
CREATE VIEW shown AS
    SELECT items.*, names.name FROM items CROSS JOIN names ON names.id = items.item WHERE mark = 0 AND late = 0;

-- Migration 3 of the slices: words of a new item are put into the index by who writes them.

-- A trigger on each new row makes SQLite save the statement's beginning, and with it the whole index, row by row.
DROP TRIGGER words_written;

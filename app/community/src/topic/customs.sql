-- How the community talks, as one item says it. What it does not say, or says oddly, is null.
CREATE TABLE customs (
    item      BLOB PRIMARY KEY REFERENCES items (item) ON DELETE CASCADE,
    reactions TEXT,                         -- one a line
    answer_h  INTEGER                       -- hours that a question waits before it reads as unanswered
) STRICT, WITHOUT ROWID;

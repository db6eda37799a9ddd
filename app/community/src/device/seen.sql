-- Local: posts that one of this person's devices says were seen; some of them may not be here yet.

CREATE TABLE seen_elsewhere (
    post BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

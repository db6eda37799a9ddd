-- By state: a log of which much came late is not read through for the little that waits.
DROP INDEX records_open;
CREATE INDEX records_open ON records (log, state, number) WHERE state IN (3, 4);

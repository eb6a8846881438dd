-- $1: registry version; $2: number of the lot that last came to count by movements; $3: the rows,
-- sorted by identity.
select outcome, inserted from ingest_absolute_known($1, $2, $3)

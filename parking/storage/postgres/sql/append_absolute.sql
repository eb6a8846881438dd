-- $1, $2: claimed lots and their operators; $3: the rows, sorted by identity.
select outcome, refused_lots, refused_operators, inserted
from ingest_absolute_batch($1, $2, $3)

-- $1, $2: claimed lots and their operators; $3: the rows, sorted by identity.
select outcome, refused_lot, refused_operator, inserted
from ingest_absolute($1, $2, $3)

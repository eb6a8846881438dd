-- $1, $2: claimed lots and their operators; $3..$13: the rows by column, sorted by identity.
select outcome, refused_lot, refused_operator, inserted
from ingest_absolute($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- $1..$11: the rows by column, sorted by identity. Answers the identities that are new.
select * from append_reports($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- $1: the rows, sorted by identity. Answers the identities that are new.
select * from append_reports($1)

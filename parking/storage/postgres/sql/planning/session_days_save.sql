-- Rows as the table has them; what was told of the same days before is gone.
insert into session_day
select * from unnest($1::session_day[])

-- Let lots be folded anew from a moment ($1) on that did not change after another ($2); null: all time.
insert into rollup_reopen (lot_key, since, changed_until)
select lot_key, coalesce($1::timestamptz, '-infinity'), $2::timestamptz from lot

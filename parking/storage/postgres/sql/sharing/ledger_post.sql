with entry as (
    insert into ledger_entry (kind, booking_key) values ($1, $2) returning entry_key
)
insert into ledger_posting (entry_key, account, unit, amount)
select entry_key, line.* from entry, unnest($3::text[], $4::text[], $5::bigint[]) as line

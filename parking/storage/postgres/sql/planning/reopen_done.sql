delete from rollup_reopen where reopen_key = any ($1::bigint[])

update rollup_cursor
set xid = $1, id = $2, taken_xid = $3, taken_id = $4, received_until = $5, is_restored = false

update rollup_cursor set hours_until = $1, days_until = $2

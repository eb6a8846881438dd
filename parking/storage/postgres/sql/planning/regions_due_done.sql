update rollup_cursor set regions_due = false, hours_until = null, days_until = null

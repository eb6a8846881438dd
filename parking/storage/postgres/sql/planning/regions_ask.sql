update rollup_cursor set regions_due = true

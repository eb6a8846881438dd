select regions_due from rollup_cursor

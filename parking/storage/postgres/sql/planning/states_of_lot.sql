select at, state from rollup_state where lot_key = $1 and at >= $2 order by at

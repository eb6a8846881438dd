-- The newest state of a lot that stands for a moment, or for one before it.
select at, state from rollup_state where lot_key = $1 and at <= $2 order by at desc limit 1

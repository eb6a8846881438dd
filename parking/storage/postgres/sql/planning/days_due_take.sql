-- The next days to be summed up, which wait no longer: of some lots all their days.
delete from rollup_day_due
where (lot_key, day) in (
    select lot_key, day from rollup_day_due order by day, lot_key limit $1
)
returning lot_key, day

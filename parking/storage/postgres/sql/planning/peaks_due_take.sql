-- The next peaks to be found, which wait no longer.
delete from rollup_peak_due
where (region, day) in (select region, day from rollup_peak_due order by day, region limit $1)
returning region, day

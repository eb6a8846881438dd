-- How far the sums of hours of regions and of days reach.
select hours_until, days_until from rollup_cursor

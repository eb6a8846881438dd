-- Tell whether nothing of history waits any more.
select
    not exists (select from rollup_reopen)
    and not exists (select from rollup_day_due)
    and not exists (select from rollup_peak_due)
    and (select not regions_due and hours_until is not null from rollup_cursor) as is_done

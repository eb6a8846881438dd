truncate region_hour, region_day, rollup_region, rollup_peak_due

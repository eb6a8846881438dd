select lot_key, array_agg(region order by region) as regions from rollup_region group by lot_key

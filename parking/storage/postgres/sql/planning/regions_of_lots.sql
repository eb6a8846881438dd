select lot_key, array_agg(region order by region) as regions
from rollup_region
where lot_key = any ($1::integer[])
group by lot_key

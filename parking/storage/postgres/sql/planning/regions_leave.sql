delete from rollup_region where lot_key = $1 and region = any ($2::text[])

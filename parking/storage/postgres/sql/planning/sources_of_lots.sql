select source_key, lot_key from rollup_source where lot_key = any ($1::integer[])

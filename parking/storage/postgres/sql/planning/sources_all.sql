select source_key, lot_key from rollup_source

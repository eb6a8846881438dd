select lot_key from lot_aggregate

select lot_key, opened from lot_count where opened > $1

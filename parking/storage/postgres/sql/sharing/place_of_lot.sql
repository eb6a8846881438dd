select lat, lon from lot where lot_key = $1

select lot_key, name, stored from projection

-- Nothing is said of a lot ($1) any more, by the platform ($2) or by a person.
delete from lot_aggregate where lot_key = $1 and is_found = $2
returning lot_key

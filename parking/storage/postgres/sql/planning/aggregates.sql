-- Lots that are sums of others.
select lot_key from lot_aggregate where is_aggregate

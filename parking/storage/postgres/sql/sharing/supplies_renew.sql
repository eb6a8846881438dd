-- All that lend, or those of which little time ahead is known.
insert into supply_due (lot_key)
select lot_key
from lot_supply
where ($1 or until < (select city_now() + interval '30 minutes'))
    and timeline <> '[]'
    and not exists (select from supply_due due where due.lot_key = lot_supply.lot_key)

-- Whoever tells of a lot next reads what stands after us: so the greater version is the later state.
select lot_key, version, timeline, until
from lot_supply
where lot_key = any ($1)
order by lot_key
for update

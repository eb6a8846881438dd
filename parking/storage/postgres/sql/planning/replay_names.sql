-- Which live registers lots ($1) have by now, closures left out, and of which they hold less than two
-- absolute counts ($3 bytes); not those whose newest entry was observed before a moment ($2, its 16
-- digits). See "Registers" in docs/architecture.md: the digits follow position and generation.
select
    lot_key, array_agg(name) as names,
    coalesce(array_agg(name) filter (where length(stored) < $3), '{}') as counted_once
from projection
where lot_key = any ($1::integer[])
    and name not like 'k:%'
    and substring(stored from 21 for 16) >= $2::bytea
group by lot_key

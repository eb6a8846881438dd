-- Signing keys, the oldest first. A new one signs only once gates have had a day to fetch it.
select name, secret, created_at <= city_now() - interval '24 hours' as is_ripe
from platform_secret
where name like 'gate-signing.%'
order by substring(name from '\d+$')::integer

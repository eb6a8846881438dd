-- The first of these spaces, in their order, that nobody else has locked just now.
select space_key from shared_space
where space_key = any($1::integer[])
order by array_position($1::integer[], space_key)
limit 1
for no key update skip locked

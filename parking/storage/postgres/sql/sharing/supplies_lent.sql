-- What lots lend between two moments, and to whom: to all, or to some alone. Spaces are counted by
-- the class that they are registered as, '' where they are not.
select a.lot_key, a.agreement_key, a.buffer_min, s.spaces, w.stay, m.movement, o.suspended,
    a.terms #>> '{audience,community}' is null
        and coalesce(jsonb_array_length(a.terms #> '{audience,drivers}'), 0) = 0 as is_for_all
from sharing_agreement a
cross join lateral (
    select jsonb_object_agg(own_class, spaces) as spaces
    from (
        select coalesce(p.space_class, '') as own_class, count(*) as spaces
        from shared_space h
        left join space p using (lot_key, space_code)
        where h.agreement_key = a.agreement_key
        group by 1
    ) by_class
) s
cross join lateral (
    select coalesce(range_agg(stay), '{}') as stay
    from sharing_window
    where agreement_key = a.agreement_key and stay && tstzrange($2, $3)
) w
cross join lateral (
    select coalesce(range_agg(span), '{}') as movement
    from sharing_window, unnest(movement) span
    where agreement_key = a.agreement_key and stay && tstzrange($2, $3)
) m
cross join lateral (
    select coalesce(range_agg(during), '{}') as suspended
    from sharing_suspension
    where agreement_key = a.agreement_key and space_key is null and lifted_at is null
        and during && tstzrange($2, $3)
) o
where a.lot_key = any ($1)
    and a.status = 'active'
    and s.spaces is not null

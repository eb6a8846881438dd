-- What lots lend to everybody between two moments; what is for some alone is promised to nobody else.
select a.lot_key, a.agreement_key, a.buffer_min, s.spaces, w.stay, m.movement, o.suspended
from sharing_agreement a
cross join lateral (
    select count(*) as spaces from shared_space where agreement_key = a.agreement_key
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
    and s.spaces > 0
    and a.terms #>> '{audience,community}' is null
    and coalesce(jsonb_array_length(a.terms #> '{audience,drivers}'), 0) = 0

-- All that agreements in these lots ($1, null: all) came to; moments in microseconds since 1970. Spaces
-- are counted by the class that they are registered as, '' where they are not.
with agreement as (
    select agreement_key, lot_key
    from sharing_agreement
    where ($1::integer[] is null or lot_key = any ($1))
        and agreement_key in (select agreement_key from sharing_window)
),
own as (
    select h.space_key, h.lot_key, h.space_code, coalesce(p.space_class, '') as own_class
    from shared_space h
    left join space p using (lot_key, space_code)
)
select a.agreement_key, a.lot_key, part.what, part.own_class, part.spaces, part.from_us, part.to_us
from agreement a
cross join lateral (
    select 'stay' as what, '' as own_class, 1 as spaces, lower(r) as begins, upper(r) as ends
    from (
        select unnest(range_agg(stay)) as r from sharing_window where agreement_key = a.agreement_key
    ) merged
    union all
    select 'offered', held.own_class, held.spaces, held.begins, held.ends
    from (
        select
            case when v.version > 1 then v.changed_at end as begins,
            lead(v.changed_at) over (order by v.version) as ends,
            n.own_class, n.spaces
        from sharing_agreement_version v
        cross join lateral (
            select coalesce(p.space_class, '') as own_class, count(*)::integer as spaces
            from jsonb_array_elements_text(
                case jsonb_typeof(v.terms -> 'spaces') when 'array' then v.terms -> 'spaces' else '[]' end
            ) code
            left join space p on p.lot_key = a.lot_key and p.space_code = code
            group by 1
            union all
            select '', (v.terms ->> 'quota')::integer
            where jsonb_typeof(v.terms -> 'spaces') is distinct from 'array'
                and v.terms ->> 'quota' is not null
        ) n
        where v.agreement_key = a.agreement_key
    ) held
    union all
    select
        case when s.space_key is null then 'suspended' else 'returned' end,
        coalesce(own.own_class, ''), 1, lower(s.during), least(upper(s.during), s.lifted_at)
    from sharing_suspension s
    left join own on own.space_key = s.space_key
    where s.agreement_key = a.agreement_key
        and (s.lifted_at is null or s.lifted_at > lower(s.during))
    union all
    select 'stays', own.own_class, 1, b.checked_in_at, b.checked_out_at
    from booking b
    join own on own.space_key = b.space_key
    where b.agreement_key = a.agreement_key
        and b.checked_in_at is not null
        and (b.checked_out_at is null or b.checked_out_at > b.checked_in_at)
) told
cross join lateral (
    select
        told.what, told.own_class, told.spaces,
        (extract(epoch from told.begins) * 1000000)::bigint as from_us,
        (extract(epoch from told.ends) * 1000000)::bigint as to_us
) part
order by a.agreement_key, part.what, part.from_us

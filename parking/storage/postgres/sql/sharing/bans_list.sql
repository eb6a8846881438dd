-- Bars of one plate ($1) or, null, of all that stand; those below the key $2, the newest first.
select n.ban_key, n.ban_id, lower(n.during) as since, upper(n.during) as until, n.reason,
    n.lifted_at, n.lift_reason, n.lifted_at is null and n.during @> city_now() as stands,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'kind', o.kind, 'at', o.at, 'forgiven_at', o.forgiven_at, 'booking_id', b.booking_id,
            'lot_id', l.lot_id
        ) order by o.at)
        from sharing_offence o
        join booking b using (booking_key)
        join lot l using (lot_key)
        where o.plate_hash = n.plate_hash
    ), '[]') as offences
from sharing_ban n
where n.ban_key < $2::bigint
    and case when $1::bytea is null then n.lifted_at is null and n.during @> city_now()
        else n.plate_hash = $1 end
order by n.ban_key desc
limit $3

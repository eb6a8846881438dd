-- Whether the space of a booking ($1) is lent from now on until $2, still under the same agreement,
-- and cars may leave then.
select exists (
    select from booking b
    cross join lateral (
        select range_agg(w.stay) as stay, range_agg(w.movement) as movement
        from sharing_window w
        where w.agreement_key = b.agreement_key
            and w.stay && tstzrange(lower(b.during), $2, '[]')
    ) w
    join sharing_agreement a on a.agreement_key = b.agreement_key and a.status = 'active'
    join shared_space h on h.space_key = b.space_key and h.agreement_key = b.agreement_key
    where b.booking_key = $1
        and w.stay @> tstzrange(greatest(lower(b.during), least(city_now(), upper(b.during))), $2)
        and (w.movement @> $2 or w.movement @> $2 - interval '1 microsecond')
        and not exists (
            select from sharing_suspension s
            where s.agreement_key = b.agreement_key
                and (s.space_key is null or s.space_key = b.space_key)
                and s.lifted_at is null
                and s.during && tstzrange(upper(b.during), $2)
        )
)

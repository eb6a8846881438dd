-- Bookings that stand on spaces of these lots. A car that is there is so until it leaves.
select
    s.agreement_key,
    b.space_key,
    coalesce(p.space_class, '') as own_class,
    stays.now as stays,
    case when not stays.now then lower(b.blocked) end as begins,
    case when not stays.now then upper(b.blocked) end as ends,
    case when b.status = 'held' then b.hold_expires_at end as gone
from shared_space s
join booking b on b.space_key = s.space_key
left join space p on p.lot_key = s.lot_key and p.space_code = s.space_code
cross join lateral (select b.status in ('active', 'overstay') as now) stays
where s.lot_key = any ($1)
    and s.agreement_key is not null
    and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and (stays.now or upper(b.blocked) > $2)
    and (b.status <> 'held' or b.hold_expires_at > $2)

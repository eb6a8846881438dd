-- Spaces that nobody has throughout a span and its agreement's buffer, nor their owner back. A hold
-- that is over is nobody's; a car that is there still has its space for the next 15 minutes, whatever
-- its times and whether or not anybody has written that.
select s.space_key, s.agreement_key, o.number
from unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::integer[])
    as o (agreement_key, begins, ends, number)
join shared_space s using (agreement_key)
join sharing_agreement a using (agreement_key)
cross join (select city_now() as now) n
where ($5::text is null or s.space_code = $5)
  and ($6::integer[] is null or s.space_key = any($6))
  and not exists (
      select from booking b
      where b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
        and b.space_key = s.space_key
        and tstzrange(
            lower(b.blocked),
            case when b.status in ('active', 'overstay')
                then greatest(upper(b.blocked), n.now + interval '15 minutes')
                else upper(b.blocked) end
        ) && tstzrange(o.begins, o.ends + make_interval(mins => a.buffer_min))
        and not (b.status = 'held' and b.hold_expires_at <= n.now)
  )
  and not exists (
      select from sharing_suspension r
      where r.agreement_key = s.agreement_key and r.space_key = s.space_key
        and r.lifted_at is null and r.during && tstzrange(o.begins, o.ends)
  )

-- Which agreements are open all through which spans, with a car coming at the start and leaving at
-- the end of each. A car may leave at the very moment at which a movement window ends.
select a.agreement_key, o.number::integer
from sharing_agreement a
cross join unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as o (begins, ends, number)
cross join lateral (
    select range_agg(w.stay) as stay, range_agg(w.movement) as movement
    from sharing_window w
    where w.agreement_key = a.agreement_key and w.stay && tstzrange(o.begins, o.ends, '[]')
) w
where a.agreement_key = any($1::integer[]) and a.status = 'active'
  and w.stay @> tstzrange(o.begins, o.ends)
  and w.movement @> o.begins
  and (w.movement @> o.ends or w.movement @> o.ends - interval '1 microsecond')
  and not exists (
      select from sharing_suspension s
      where s.agreement_key = a.agreement_key and s.space_key is null
        and s.lifted_at is null and s.during && tstzrange(o.begins, o.ends)
  )

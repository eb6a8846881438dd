-- Notices just committed, with whose keys they are for.
select n.notice_key, n.at, n.kind, n.facts, b.booking_id, a.agreement_id,
    d.key_id as driver_key_id, a.owner_key_id, a.owner_operator_key
from sharing_notice n
left join driver d using (driver_key)
left join booking b on b.booking_key = n.booking_key
left join sharing_agreement a on a.agreement_key = n.agreement_key
where n.notice_key = any($1::bigint[])
order by n.notice_key

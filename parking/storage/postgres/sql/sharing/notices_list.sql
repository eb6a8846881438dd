-- Notices of one driver ($1), or of one owner: an operator ($2) or a key ($3); the newest first.
select n.notice_key, n.at, n.kind, n.facts, b.booking_id, a.agreement_id
from (
    select * from sharing_notice where driver_key = $1
    union all
    select o.* from sharing_agreement own join sharing_notice o using (agreement_key)
    where own.owner_operator_key = $2 or own.owner_key_id = $3
) n
left join booking b using (booking_key)
left join sharing_agreement a on a.agreement_key = n.agreement_key
where n.notice_key < $4
order by n.notice_key desc
limit $5

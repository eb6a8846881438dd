select
    d.dispute_id, b.booking_id, s.space_code, lower(d.wanted) as begins, upper(d.wanted) as ends,
    d.opened_at, d.closed_at, d.outcome
from sharing_dispute d
join booking b using (booking_key)
join shared_space s using (space_key)
where d.agreement_key = $1
order by d.dispute_key

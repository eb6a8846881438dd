-- What was posted to owners' accounts for bookings under agreements ($1), by local days of a zone.
select
    a.agreement_key, (e.at at time zone $4)::date as day, e.kind, p.unit, sum(p.amount)::bigint as amount
from sharing_agreement a
join booking b using (agreement_key)
join ledger_entry e on e.booking_key = b.booking_key
join ledger_posting p on p.entry_key = e.entry_key
    and p.account = case
        when a.owner_operator_key is not null then 'owner:operator:' || a.owner_operator_key
        else 'owner:key:' || a.owner_key_id
    end
where a.agreement_key = any ($1::integer[]) and e.at >= $2 and e.at < $3
group by 1, 2, 3, 4

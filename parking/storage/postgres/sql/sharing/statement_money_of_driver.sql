-- What was posted to an account ($1) between two moments, by booking; payments are for none.
select e.booking_key, e.kind, p.unit, sum(p.amount)::bigint as amount
from ledger_posting p
join ledger_entry e using (entry_key)
where p.account = $1 and e.at >= $2 and e.at < $3
group by 1, 2, 3

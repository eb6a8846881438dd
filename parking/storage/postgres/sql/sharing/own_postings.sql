-- What one account ($1) paid and got, for its owner's export.
select e.at, e.kind, b.booking_id, p.unit, p.amount
from ledger_posting p
join ledger_entry e using (entry_key)
left join booking b using (booking_key)
where p.account = $1
order by e.entry_key

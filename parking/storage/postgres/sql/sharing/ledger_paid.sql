-- What a booking's charges and refunds come to on the driver's account; penalties are not its price.
select coalesce(sum(p.amount) filter (where p.unit = 'fen'), 0)::bigint as fen,
    coalesce(sum(p.amount) filter (where p.unit = 'credit'), 0)::bigint as credits
from ledger_entry e
join ledger_posting p using (entry_key)
where e.booking_key = $1 and e.kind <> 'penalty' and p.account = $2

select coalesce(sum(amount) filter (where unit = 'fen'), 0)::bigint as fen,
    coalesce(sum(amount) filter (where unit = 'credit'), 0)::bigint as credits
from ledger_posting
where account = $1

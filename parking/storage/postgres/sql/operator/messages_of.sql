-- The newest messages of an operator ($1), $2 of them, and how each way of telling went.
select
    m.message_id, m.event, m.created_at, d.way, d.state, d.attempts, d.tried_at,
    case when d.state = 'due' then d.next_at end as next_at, d.told
from (
    select * from feed_message where operator_key = $1 order by message_key desc limit $2
) m
join feed_delivery d using (message_key)
order by m.message_key desc, d.way

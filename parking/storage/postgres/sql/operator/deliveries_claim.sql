-- Take up to $1 deliveries whose turn it is; nobody else gets them for $2 seconds. An operator's
-- messages of one way go out in their order: a later one waits until the one before is settled.
with due as (
    select d.message_key, d.way
    from feed_delivery d
    where d.state = 'due' and d.next_at <= clock_timestamp()
        and not exists (
            select from feed_delivery e
            where e.operator_key = d.operator_key and e.way = d.way and e.state = 'due'
                and e.message_key < d.message_key
        )
    order by d.next_at
    limit $1
    for update of d skip locked
),
taken as (
    update feed_delivery d
    set next_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1,
        tried_at = clock_timestamp()
    from due
    where d.message_key = due.message_key and d.way = due.way
    returning d.message_key, d.way, d.attempts
)
select
    t.message_key, t.way, t.attempts, m.message_id, m.operator_key, m.event, m.body,
    c.url, c.secret, coalesce(c.mail_to, '{}') as mail_to, coalesce(c.lang, 'zh') as lang
from taken t
join feed_message m using (message_key)
left join operator_contact c on c.operator_key = m.operator_key
order by t.message_key

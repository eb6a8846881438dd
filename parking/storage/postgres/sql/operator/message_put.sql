-- Something to tell an operator ($2), by each way it has; nothing is kept where it has none.
with contact as (
    select url is not null as has_webhook, cardinality(mail_to) > 0 as has_mail
    from operator_contact
    where operator_key = $2
),
message as (
    insert into feed_message (message_id, operator_key, event, body)
    select $1, $2, $3, $4 from contact
    where has_webhook or has_mail
    returning message_key
)
insert into feed_delivery (message_key, operator_key, way)
select message_key, $2, way
from message
cross join contact
cross join lateral (values ('webhook', has_webhook), ('mail', has_mail)) as ways (way, is_wanted)
where is_wanted

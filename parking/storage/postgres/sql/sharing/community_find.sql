select
    c.community_key, c.community_id, c.name, c.owner_operator_key,
    o.operator_id as owner_operator_id, c.owner_key_id, c.created_at,
    (select count(*) from sharing_community_member m where m.community_key = c.community_key)
        as members
from sharing_community c
left join operator o on o.operator_key = c.owner_operator_key
where c.community_id = $1

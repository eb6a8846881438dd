insert into sharing_community (community_id, name, owner_operator_key, owner_key_id)
values ($1, $2, $3, $4)
returning community_key

insert into sharing_community_member (community_key, driver_key)
select $1, driver_key from driver where driver_id = $2 and erased_at is null
on conflict do nothing

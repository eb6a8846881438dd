delete from sharing_community_member
where community_key = $1 and driver_key = (select driver_key from driver where driver_id = $2)
returning driver_key

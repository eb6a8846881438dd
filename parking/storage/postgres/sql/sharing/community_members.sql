select d.driver_id
from sharing_community_member m
join driver d using (driver_key)
where m.community_key = $1 and d.driver_id > $2
order by d.driver_id
limit $3

select c.community_id, c.name
from sharing_community_member m join sharing_community c using (community_key)
where m.driver_key = $1
order by c.community_id

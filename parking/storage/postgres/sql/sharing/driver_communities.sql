select c.community_id
from sharing_community_member m join sharing_community c using (community_key)
where m.driver_key = $1

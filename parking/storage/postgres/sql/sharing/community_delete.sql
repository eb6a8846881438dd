delete from sharing_community where community_key = $1

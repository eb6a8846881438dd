select
    u.suspension_id, s.space_code, lower(u.during) as begins, upper(u.during) as ends, u.reason,
    u.announced_at, u.lifted_at
from sharing_suspension u
left join shared_space s using (space_key)
where u.agreement_key = $1 and ($2::text is null or u.suspension_id = $2)
order by lower(u.during), u.suspension_key

-- Let a key ($1) be good for so long ($2) yet; one that retires already does so no later.
update api_key
set retires_at = least(retires_at, city_now() + $2::interval)
where key_id = $1
returning retires_at

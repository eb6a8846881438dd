-- A secret that is not given stays, as long as it is of the same kind and for the same server.
insert into polled_feed (
    feed_id, operator_key, source_key, url, format, mapping, coordsys, zone, interval_s, auth_kind,
    auth_name, secret, is_draft, is_paused
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (feed_id) do update
set url = excluded.url, format = excluded.format, mapping = excluded.mapping,
    coordsys = excluded.coordsys, zone = excluded.zone, interval_s = excluded.interval_s,
    auth_kind = excluded.auth_kind, auth_name = excluded.auth_name, secret = excluded.secret,
    is_draft = excluded.is_draft, is_paused = excluded.is_paused, changed_at = city_now()
where polled_feed.operator_key = excluded.operator_key
returning feed_key, xmax = 0 as created

insert into process_status (process_id, kind, registry_version, detail, seen_at)
values ($1, $2, $3, $4, clock_timestamp())
on conflict (process_id) do update set
    registry_version = excluded.registry_version,
    detail = excluded.detail,
    seen_at = excluded.seen_at

select exists (
    select from process_status
    where registry_version < $1 and seen_at > clock_timestamp() - interval '5 seconds'
)

select exists (
    select from sharing_window where agreement_key = $1 and movement @> $2::timestamptz
)

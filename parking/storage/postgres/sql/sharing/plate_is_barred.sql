-- Whether a ban stands now, or at one of these moments.
select exists (
    select from sharing_ban
    where plate_hash = $1 and lifted_at is null
      and (during @> city_now() or during @> any($2::timestamptz[]))
)

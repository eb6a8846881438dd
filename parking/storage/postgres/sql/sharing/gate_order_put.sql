-- A booking is told anew where it was told already: its gate keeps the greater version.
insert into gate_order (booking_key, authorisation, kid, state)
values ($1, $2, $3, 'due')
on conflict (booking_key) do update
set authorisation = excluded.authorisation, kid = excluded.kid, state = 'due', attempts = 0,
    next_at = clock_timestamp(), acknowledged_at = null

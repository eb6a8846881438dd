insert into parking_session (
    lot_key, passage, plate, entered_at, entered_class, entered_user, left_passage, left_at,
    left_class, left_user
)
select *
from unnest(
    $1::integer[], $2::uuid[], $3::bytea[], $4::timestamptz[], $5::smallint[], $6::text[],
    $7::uuid[], $8::timestamptz[], $9::smallint[], $10::text[]
)
on conflict (lot_key, passage) do update set
    plate = excluded.plate,
    entered_at = excluded.entered_at,
    entered_class = excluded.entered_class,
    entered_user = excluded.entered_user,
    left_passage = excluded.left_passage,
    left_at = excluded.left_at,
    left_class = excluded.left_class,
    left_user = excluded.left_user

-- Rows of an archive; their transaction is long over, so that nobody takes them for new.
insert into report_log (
    id, xid, received_at, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags,
    payload, ident, fingerprint
)
overriding system value
select id, '1'::xid8, received_at, source_key, lot_key, kind, record_serial, observed_at, epoch, seq,
    flags, payload, ident, fingerprint
from unnest(
    $1::bigint[], $2::timestamptz[], $3::integer[], $4::integer[], $5::smallint[], $6::text[],
    $7::timestamptz[], $8::bigint[], $9::bigint[], $10::integer[], $11::bytea[], $12::uuid[],
    $13::bigint[]
) as r (
    id, received_at, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
    ident, fingerprint
)
on conflict do nothing

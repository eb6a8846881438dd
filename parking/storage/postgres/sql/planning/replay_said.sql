-- The newest ($5) rows of each lot ($1) that were observed in a span ($2, $3) and received by a
-- moment ($4), the newest first. What came by the history door (bit 65536) was shown to nobody.
select
    asked.lot_key, said.kind, said.source_key, said.record_serial, said.observed_us, said.epoch,
    said.flags, said.payload, said.ident
from unnest($1::integer[]) as asked (lot_key)
cross join lateral (
    select
        kind, source_key, record_serial, epoch, flags, payload, ident,
        (extract(epoch from observed_at) * 1000000)::bigint as observed_us
    from report_log
    where lot_key = asked.lot_key and observed_at >= $2 and observed_at < $3
        and received_at <= $4 and flags & 65536 = 0
    order by observed_at desc
    limit $5
) said

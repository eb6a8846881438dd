-- Let a booking ($1) last until $2, for $3 fen or $4 credits altogether.
update booking b set
    during = tstzrange(lower(b.during), $2),
    blocked = tstzrange(
        lower(b.blocked), greatest(upper(b.blocked), $2 + make_interval(mins => a.buffer_min))
    ),
    price_fen = $3,
    price_credits = $4,
    version = b.version + 1,
    updated_at = city_now()
from sharing_agreement a
where b.booking_key = $1 and a.agreement_key = b.agreement_key

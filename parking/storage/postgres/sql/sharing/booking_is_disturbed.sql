-- Whether the driver of a booking ($1) may go for nothing, or to another space: its own may not be free
-- in time, was taken back for some of the time, or its owner wants it then.
select exists (
    select from booking b
    where b.booking_key = $1
        and (
            b.is_at_risk
            or exists (
                select from sharing_suspension u
                where u.agreement_key = b.agreement_key
                    and u.during && b.during
                    and u.lifted_at is null
                    and (u.space_key is null or u.space_key = b.space_key)
            )
            or exists (
                select from sharing_dispute d
                join booking first using (booking_key)
                where d.agreement_key = b.agreement_key
                    and d.closed_at is null
                    and d.wanted && b.blocked
                    and first.space_key = b.space_key
            )
        )
)

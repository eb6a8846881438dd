-- What a gate did for a booking: true, it let the car in; false, it turned it away though it should
-- not have. The first word counts. A gate tells late; the car came and went when the gate saw it.
update booking set
    honoured_at_gate = coalesce(honoured_at_gate, $2),
    checked_in_at = case when $3 = 'entry' and checked_in_at is not null
        then greatest(created_at, least(checked_in_at, $4)) else checked_in_at end,
    checked_out_at = case when $3 = 'exit' and checked_out_at is not null
        then greatest(checked_in_at, least(checked_out_at, $4)) else checked_out_at end
where booking_key = $1

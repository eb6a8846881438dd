-- A gate that was told, or is being told, of a booking that is off is told so.
update gate_order set state = 'revoke_due', attempts = 0, next_at = clock_timestamp()
where booking_key = $1 and state in ('due', 'sent', 'acknowledged')

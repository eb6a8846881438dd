-- Only while the gate is still to know what it says that it knows.
update gate_order set state = 'acknowledged', acknowledged_at = clock_timestamp()
where booking_key = $1 and authorisation = $2 and state in ('due', 'sent')

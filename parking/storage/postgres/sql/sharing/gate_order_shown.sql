select authorisation from gate_order
where booking_key = $1 and state in ('due', 'sent', 'acknowledged')

update gate_order set state = 'revoked', authorisation = ''
where booking_key = $1 and state in ('revoke_due', 'revoke_sent')

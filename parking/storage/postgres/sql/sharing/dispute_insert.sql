insert into sharing_dispute (dispute_id, agreement_key, booking_key, wanted, key_id)
values ($1, $2, $3, tstzrange($4, $5), $6)

insert into sharing_suspension (suspension_id, agreement_key, space_key, during, reason)
values ($1, $2, $3, tstzrange($4, $5), $6)
returning suspension_key

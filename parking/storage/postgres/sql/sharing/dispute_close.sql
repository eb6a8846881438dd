update sharing_dispute
set closed_at = city_now(), outcome = $3
where agreement_key = $1 and dispute_id = $2 and closed_at is null
returning dispute_key

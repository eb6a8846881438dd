update sharing_suspension
set lifted_at = city_now()
where agreement_key = $1 and suspension_id = $2 and lifted_at is null and upper(during) > city_now()
returning suspension_key

update sharing_agreement
set status = $2, updated_at = city_now()
where agreement_key = $1

update sharing_agreement
set terms = $2, valid = $3, buffer_min = $4, version = version + 1, updated_at = city_now()
where agreement_key = $1
returning version

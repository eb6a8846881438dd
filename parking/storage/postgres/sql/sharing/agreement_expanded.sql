-- A trigger then has the lot's supply told anew.
update sharing_agreement
set expanded_until = $2, calendar_edition = $3, updated_at = city_now()
where agreement_key = $1

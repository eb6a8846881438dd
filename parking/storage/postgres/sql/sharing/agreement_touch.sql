-- A trigger then has the lot's supply told anew.
update sharing_agreement
set updated_at = city_now()
where agreement_key = $1

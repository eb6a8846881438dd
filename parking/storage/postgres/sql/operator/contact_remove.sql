delete from operator_contact
where operator_key = $1
returning operator_key

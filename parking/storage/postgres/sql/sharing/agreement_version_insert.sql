insert into sharing_agreement_version (agreement_key, version, terms, key_id)
values ($1, $2, $3, $4)

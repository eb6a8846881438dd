insert into sharing_agreement (
    agreement_id, lot_key, owner_operator_key, owner_key_id, status, terms, valid, buffer_min
)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning agreement_key

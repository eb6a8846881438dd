insert into audit_log (key_id, role, operator_key, action, subject, detail)
values ($1, $2, $3, $4, $5, $6)

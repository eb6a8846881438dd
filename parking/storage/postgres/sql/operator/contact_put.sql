-- Whom an operator ($1) wants told: a webhook's address ($2) and sealed secret ($3), addresses of mail
-- ($4), and the language of mail ($5).
insert into operator_contact (operator_key, url, secret, mail_to, lang)
values ($1, $2, $3, $4, $5)
on conflict (operator_key) do update set
    url = excluded.url,
    secret = excluded.secret,
    mail_to = excluded.mail_to,
    lang = excluded.lang,
    changed_at = city_now()

select url, secret, mail_to, lang, changed_at
from operator_contact
where operator_key = $1

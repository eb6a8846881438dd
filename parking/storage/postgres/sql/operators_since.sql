select operator_key, operator_id, name, name_en
from operator
where version > $1
order by operator_key

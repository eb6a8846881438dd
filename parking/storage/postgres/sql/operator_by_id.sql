select operator_key, operator_id, name, name_en, false as created
from operator
where operator_id = $1

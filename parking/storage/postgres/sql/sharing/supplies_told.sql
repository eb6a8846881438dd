delete from supply_due where due_key = any ($1::bigint[])

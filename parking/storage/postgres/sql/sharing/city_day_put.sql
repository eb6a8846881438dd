insert into city_day (day, day_class, name) values ($1, $2, $3)
on conflict (day) do update set day_class = excluded.day_class, name = excluded.name

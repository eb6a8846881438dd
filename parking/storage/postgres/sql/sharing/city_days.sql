select day, day_class, name from city_day order by day

delete from city_day where day = $1 returning day

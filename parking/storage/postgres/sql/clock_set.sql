update city_clock
set mode = $1,
    base_city = coalesce($2, city_now()),
    base_real = clock_timestamp(),
    speed = $3

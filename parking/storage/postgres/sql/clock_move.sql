update city_clock
set base_city = $1, base_real = clock_timestamp()
where mode = 'manual'
returning mode, base_city, base_real, speed

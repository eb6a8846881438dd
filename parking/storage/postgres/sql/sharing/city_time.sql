select city_now()

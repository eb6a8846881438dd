select mode, base_city, base_real, speed, clock_timestamp() as real
from city_clock

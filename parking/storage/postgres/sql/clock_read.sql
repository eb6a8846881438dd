select mode, base_city, base_real, speed
from city_clock

select greatest(
    (select max(version) from lot),
    (select max(version) from source),
    (select max(version) from operator),
    (select max(version) from area),
    (select max(version) from device),
    (select max(version) from city_clock)
)

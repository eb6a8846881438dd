"""ParkAPI v1: the lots of one city in JSON, and the GeoJSON file of a city with what is fixed."""

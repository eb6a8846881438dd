"""ParkAPI v1 out: the cities, and the lots of one, as OpenTripPlanner and others read them."""

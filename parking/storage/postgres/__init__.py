"""PostgreSQL: the truth. Registry, keys, clock, log; migrations and their runner."""

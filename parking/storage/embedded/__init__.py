"""PostgreSQL and Valkey out of wheels, started and stopped by us; knows nothing of parking."""

"""Agreements, bookings and what follows from them in PostgreSQL, in the platform's scope."""

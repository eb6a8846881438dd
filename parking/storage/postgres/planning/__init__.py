"""History and figures in PostgreSQL: rows of hours, days and regions, sessions, their reach."""

"""The historian: brings the log into hours, days, regions and sessions, and keeps them right."""

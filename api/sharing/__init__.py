"""The doors of tidal sharing: drivers, agreements, bookings, statements."""

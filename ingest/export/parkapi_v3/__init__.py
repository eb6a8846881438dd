"""ParkAPI v3 out: parking sites with their filters, and the sources they come from."""

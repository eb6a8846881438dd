"""Sensade: lots with sensors in every space, as their API tells them."""

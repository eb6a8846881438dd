"""DATEX II parking in all its dialects: what they share, from finding elements to our words."""

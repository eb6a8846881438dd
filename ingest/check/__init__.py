"""Check: what a payload is, what of it would get in, and what is wrong, with nothing stored."""

"""A week of a small city of which everything is known, and the books kept of it."""

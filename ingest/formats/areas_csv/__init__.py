"""Areas as a CSV of codes, names and parents, without outlines."""

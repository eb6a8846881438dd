"""The declarative mapping: a file says which column is which field, and no code is needed."""

"""Printed reports: what a month came to, as titles, figures, tables and drawings. Pure."""

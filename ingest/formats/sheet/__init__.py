"""Tables of anybody: CSV and spreadsheets with a header."""

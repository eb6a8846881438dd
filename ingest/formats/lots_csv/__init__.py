"""Lots as CSV, one a row, in UTF-8 or GB 18030."""

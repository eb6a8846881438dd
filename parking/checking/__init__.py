"""Checking: from reports alone, which lots and feeds no longer tell the truth, and since when."""

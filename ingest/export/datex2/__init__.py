"""DATEX II v3.7 out: parking table and parking status, valid against the official schema."""

"""Tidal opportunities: which idle lots could relieve which full ones, as agreements to sign."""

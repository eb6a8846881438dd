"""Tidal sharing: idle private spaces serve others by the hour. Rules only: no clock, no store."""

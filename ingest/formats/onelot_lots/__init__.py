"""Our own lots: `lots.geojson`, or the same names as columns of a CSV or a sheet."""

"""GeoJSON of anybody: features with points, lines or outlines, in any CRS that it names."""

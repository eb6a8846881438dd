"""Lots as a GeoJSON FeatureCollection of points or outlines."""

"""OpenStreetMap: car parks of an `.osm` or `.osm.pbf` extract, for the registry."""

"""Areas as GeoJSON polygons, with our properties or those of DataV."""

"""Our own lots out: `lots.geojson`, as `onelot import` takes it, with what is free beside it."""

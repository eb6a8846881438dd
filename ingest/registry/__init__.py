"""Files into the registry: lots and areas, row by row, the good ones land."""

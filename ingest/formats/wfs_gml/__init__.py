"""WFS and GML: features of a city's geographic service, in any CRS that they name."""

"""ParkAPI v3: parking sites and parking spots, as its API lists them and as sources push them."""

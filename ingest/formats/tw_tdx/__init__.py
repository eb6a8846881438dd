"""Taiwan: car parks, road sections and their free spaces, as the data exchange (TDX) has them."""

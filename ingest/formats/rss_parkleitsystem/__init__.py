"""News feeds (RSS, Atom) of parking guidance systems: a lot an item, its state in a line."""

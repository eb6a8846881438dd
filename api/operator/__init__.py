"""What an operator may do for itself: its lots, its feeds, who it is."""

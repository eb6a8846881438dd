"""What tidal sharing does by itself: windows ahead, live supply, the clock's steps, gates."""

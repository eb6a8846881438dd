"""Self-checking feeds: the log is held against what cars do, and readers are told what to doubt."""

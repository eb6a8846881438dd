"""What the platform's own people may do: its clock, its operators, its keys."""

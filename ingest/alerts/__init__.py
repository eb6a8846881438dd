"""Alerts: an operator is told when a feed of its dies, freezes or comes back."""

"""Feeds as their operators see them: how they do, and what is told when that changes."""

"""Marks: how far somebody knows of what changes without a report, and so without a position.

They stand beside the partitions' positions, under numbers that no partition has: every process
counts them alike, so that a client may take them from one to another.
"""

from typing import Final

REGISTRY: Final = 1_000
"""The registry's version: lots that came, went, moved or were edited."""
CLOCK: Final = 1_001
"""The city's clock, in microseconds, up to which lots have opened and closed by their hours."""

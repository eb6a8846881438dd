"""Listeners: who is told what happens to a replica's lots, and what of."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from parking.ids import LotKey

ChangeListener = Callable[[Collection[LotKey], int, int], None]
"""(lots, their partition, its position), after the replica holds the new state.

Also for what changes without a report: a lot that is registered, renamed, moved or deleted, and
one that opens or closes by the clock.
"""
RefreshListener = Callable[[Collection[LotKey]], None]
"""Lots that show newer registers, perhaps before the position that says so holds."""
EditListener = Callable[[Collection[LotKey]], None]
"""Lots whose facts are others now or that have gone, before they are told of as changed."""


@dataclass(slots=True)
class Listeners:
    """All are called in the order in which they came."""

    changes: list[ChangeListener] = field(default_factory=list)
    refreshes: list[RefreshListener] = field(default_factory=list)
    edits: list[EditListener] = field(default_factory=list)

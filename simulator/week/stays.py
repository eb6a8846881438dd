"""Stays: what truly happened in a week, car by car; every figure follows from it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stay:
    """One car in one lot; `left_us` None: it is there still.

    `is_sharer`: by an agreement. `was_there`: before anything was counted, so nobody saw it come.
    """

    lot_id: str
    space_class: str
    car: int
    came_us: int
    left_us: int | None = None
    bay: int | None = None
    is_sharer: bool = False
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody for whom there was no space."""

    lot_id: str
    space_class: str
    at_us: int


@dataclass(slots=True)
class Cars:
    """All stays, those first that ended first, and all refusals."""

    stays: list[Stay] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

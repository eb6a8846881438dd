"""Audiences: the parts of a ParkAPI v3 site that are for somebody, in both ways they are told.

Older versions have a member per audience (`capacity_disabled`), newer ones a list of restrictions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.facts import Facts
from ingest.formats.parkapi_v3.payload import AUDIENCES


@dataclass(frozen=True, slots=True)
class Part:
    """The spaces of one audience; None where nothing is told."""

    audience: str
    capacity: int | None
    realtime_capacity: int | None
    realtime_free_capacity: int | None


def parts_of(facts: Facts) -> list[Part]:
    """Return the parts that have any number; a restriction stands for a member of its name."""
    told = {part.audience: part for part in (*_by_member(facts), *_by_restriction(facts))}
    return [part for part in told.values() if part.capacity or part.realtime_free_capacity]


def _by_member(facts: Facts) -> Iterator[Part]:
    for audience in AUDIENCES:
        free = facts.count(f"realtime_free_capacity_{audience}")
        capacity = facts.count(f"capacity_{audience}")
        realtime = facts.count(f"realtime_capacity_{audience}")
        if free is not None or capacity is not None:
            yield Part(audience, capacity, capacity if realtime is None else realtime, free)


def _by_restriction(facts: Facts) -> Iterator[Part]:
    for name in ("restrictions", "restricted_to"):
        for restriction in facts.each(name):
            audience = restriction.word("type")
            if audience not in AUDIENCES:
                continue
            capacity = restriction.count("capacity")
            realtime = restriction.count("realtime_capacity")
            free = restriction.count("realtime_free_capacity")
            yield Part(audience, capacity, capacity if realtime is None else realtime, free)


def sums(parts: Sequence[Part], member: str) -> dict[str | None, int]:
    """Add up one number of the parts by our class of spaces."""
    totals: dict[str | None, int] = {}
    for part in parts:
        count = getattr(part, member)
        if count is not None:
            space_class = AUDIENCES[part.audience]
            totals[space_class] = totals.get(space_class, 0) + count
    return totals

"""Sessions: a vehicle's coming and going in one lot, paired by its plate. It knows no store.

A coming belongs to the very next passage of the same plate, if that is a leaving. So whatever comes
in late, is taken back or corrected changes the sessions next to it and no others.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple

from msgspec import Struct

from parking.clock import DAY_US
from parking.live.record import Record
from parking.report import Entry, Exit
from parking.vocabulary import SpaceClass

GIVEN_UP_US: Final = 7 * DAY_US
"""An entry that nobody saw leave counts as unclosed after so long: until then it may be there."""


class Passage(Struct, frozen=True):
    """One vehicle passed a gate. `plate` pairs it within its lot and shows nobody's plate."""

    ident: bytes
    at_us: int
    plate: bytes
    is_exit: bool
    space_class: SpaceClass = "general"
    user_class: str | None = None

    @property
    def key(self) -> tuple[int, bool, bytes]:
        """Order a plate's passages; within one moment who came may leave, not the other way."""
        return self.at_us, self.is_exit, self.ident


class Session(Struct, frozen=True):
    """Came and left, or only one of both was seen; both passages are of the same plate.

    They are kept whole, so that either may be taken back and the other still says all that it did.
    """

    came: Passage | None
    left: Passage | None

    @property
    def first(self) -> Passage:
        """Return the passage that names it: its coming, else its leaving."""
        first = self.came or self.left
        if first is None:
            raise ValueError("a session without any passage")
        return first

    @property
    def ident(self) -> bytes:
        return self.first.ident

    @property
    def plate(self) -> bytes:
        return self.first.plate

    @property
    def space_class(self) -> SpaceClass:
        return self.first.space_class

    @property
    def user_class(self) -> str | None:
        """Return what its coming said, else its leaving."""
        said = (passage.user_class for passage in self.passages)
        return next((user_class for user_class in said if user_class is not None), None)

    @property
    def entered_us(self) -> int | None:
        return None if self.came is None else self.came.at_us

    @property
    def left_us(self) -> int | None:
        return None if self.left is None else self.left.at_us

    @property
    def duration_us(self) -> int | None:
        """Return how long it stayed; None where only one of both was seen."""
        if self.came is None or self.left is None:
            return None
        return self.left.at_us - self.came.at_us

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in (self.came, self.left) if passage is not None)


class Repair(NamedTuple):
    """What is no longer so, and what is so now; a session that stays as it was is in neither."""

    gone: list[Session]
    new: list[Session]


def passages_of(records: Iterable[Record], plate_of: Callable[[str], bytes]) -> list[Passage]:
    """Return the passages among records that stand; one without a plate can be paired with none.

    `plate_of` makes of what the source sent as `plate_hash` what it is kept as.
    """
    return [
        Passage(
            record.ident,
            record.observed_us,
            plate_of(report.plate_hash),
            isinstance(report, Exit),
            report.space_class,
            report.user_class,
        )
        for record in records
        if isinstance(report := record.report, Entry | Exit) and report.plate_hash
    ]


def pair(passages: Iterable[Passage]) -> list[Session]:
    """Pair passages of one lot, handed in in any order; sessions come in the order they began."""
    by_plate: defaultdict[bytes, list[Passage]] = defaultdict(list)
    for passage in sorted(passages, key=_key):
        by_plate[passage.plate].append(passage)
    sessions = [session for found in by_plate.values() for session in _paired(found)]
    return sorted(sessions, key=lambda session: session.first.key)


def repair(
    sessions: Collection[Session],
    come: Iterable[Passage] = (),
    gone: Collection[bytes] = frozenset(),
) -> Repair:
    """Take passages in, and take those with these identities back; a correction is both.

    Of every plate that is touched it needs the sessions from the last one that began before the
    first change to the first one that began after the last change, with all that began in the same
    moments as these two; more does no harm.
    """
    standing = {passage.ident: passage for one in sessions for passage in one.passages}
    for ident in gone:
        standing.pop(ident, None)
    standing |= {passage.ident: passage for passage in come}
    before, after = set(sessions), pair(standing.values())
    now = set(after)
    return Repair(
        [one for one in sessions if one not in now], [x for x in after if x not in before]
    )


def _key(passage: Passage) -> tuple[int, bool, bytes]:
    return passage.key


def _paired(passages: Iterable[Passage]) -> Iterator[Session]:
    """Pair one plate's passages, in order."""
    inside: Passage | None = None
    for passage in passages:
        if passage.is_exit:
            yield Session(inside, passage)
            inside = None
        else:
            if inside is not None:
                yield Session(inside, None)
            inside = passage
    if inside is not None:
        yield Session(inside, None)

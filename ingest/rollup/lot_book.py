"""Lot book: what the historian has in memory of one lot. It knows no store and folds nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parking.clock import HOUR_US
from parking.live.record import Record
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.lot_past import LotPast, decode_past
from parking.planning.history.past_facts import FOR_EVER_US, PastFacts

Position = tuple[int, int]
"""A row's place in the log: xid, id."""
NO_POSITION: Final[Position] = (2**63 - 1, 2**63 - 1)
FoldedUs = Callable[[int], tuple[int, str]]
"""Of a lot, up to when it is folded, and its zone."""


class Arrived(NamedTuple):
    """A record with its place in the log, and when it arrived if that is a delay to measure."""

    record: Record
    position: Position
    received_us: int | None


@dataclass(slots=True)
class Reopened:
    """Why a lot is to be folded anew: from when on, what may have changed up to when, and the rows
    that ask for it, from `noted_us` on; they go once it is done.
    """

    since_us: int | None = None
    last_us: int = 0
    keys: list[int] = field(default_factory=list)
    noted_us: int = FOR_EVER_US

    def note(self, since_us: int, last_us: int = FOR_EVER_US) -> None:
        """Add a reason."""
        self.since_us = since_us if self.since_us is None else min(since_us, self.since_us)
        self.last_us = max(last_us, self.last_us)


@dataclass(slots=True)
class LotBook:
    """`waiting` is observed after `past`, beyond what is folded. `news` are records that only the
    log can place: late ones, amendments, and what these may mean. It is being folded anew up to
    `aim_us`. `looks_ahead`: an amendment of it means what is newer than itself.
    """

    lot_key: int
    facts: PastFacts
    lending: Sequence[LendingStep] = ()
    past: LotPast | None = None
    waiting: list[Arrived] = field(default_factory=list)
    news: list[Arrived] = field(default_factory=list)
    reopened: Reopened = field(default_factory=Reopened)
    is_unsaved: bool = False
    looks_ahead: bool = False
    aim_us: int = 0

    @property
    def told_until_us(self) -> int:
        """Up to when there are rows, or will be when the fold that goes on is done."""
        return max(self.folded_us, self.aim_us)

    @property
    def folded_us(self) -> int:
        """Up to when it is folded; 0 where nothing is."""
        return 0 if self.past is None else self.past.until_us

    @property
    def zone(self) -> str:
        """The zone whose days it has."""
        return self.facts.steps[-1].timezone

    @property
    def end_us(self) -> int:
        """When its history ends: in the second hour after it was removed."""
        last = self.facts.steps[-1]
        return (last.since_us // HOUR_US + 2) * HOUR_US if last.is_deleted else FOR_EVER_US

    @property
    def is_closed(self) -> bool:
        """Tell whether it is saved as it will stay unless somebody still speaks of the lot."""
        is_at_rest = not (self.is_unsaved or self.waiting or self.waits_for_log or self.aim_us)
        return is_at_rest and self.folded_us >= self.end_us and not self.looks_ahead

    @property
    def waits_for_log(self) -> bool:
        """Tell whether it is to be folded anew."""
        return bool(self.news) or self.reopened.since_us is not None

    @property
    def oldest(self) -> Position:
        """The place in the log of what came first of that which is not folded yet."""
        waiting = min((one.position for one in self.waiting), default=NO_POSITION)
        return min(waiting, self.oldest_news)

    @property
    def oldest_news(self) -> Position:
        """The same of what only the log can place."""
        return min((one.position for one in self.news), default=NO_POSITION)

    def take_up(self, state: bytes) -> None:
        """Go on from a saved state; from the log where that is of another release."""
        self.past = decode_past(state)
        if self.past is None:
            self.reopened.note(0)

    def has_due(self, until_us: int) -> bool:
        """Tell whether something waits that was observed before a moment."""
        return any(one.record.observed_us < until_us for one in self.waiting)

    def due(self, until_us: int) -> list[Arrived]:
        """Take out what waits and was observed before a moment, in order."""
        due = [one for one in self.waiting if one.record.observed_us < until_us]
        if due:
            self.waiting = [one for one in self.waiting if one.record.observed_us >= until_us]
            due.sort(key=_key)
        return due

    def drop_folded(self) -> None:
        """Let go of what waited and is folded by now, or lies after the lot's end."""
        if self.folded_us >= self.end_us:
            self.waiting = []
        else:
            self.due(self.folded_us)


def _key(arrived: Arrived) -> str:
    return arrived.record.key

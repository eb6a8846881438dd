"""Scope: the lots, spaces and times that one answer is about, and by which parts it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parking.planning.chosen_lots import ChosenLot, Places
from parking.planning.local_day import day_at
from parking.planning.period import Period, Pieces, SummedUp, TakesDay, pieces
from parking.vocabulary import SpaceClass


class LeftOut(NamedTuple):
    """How many lots are not counted, as others are: sums of these, and twins of one of them."""

    sums: int = 0
    twins: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """`lots` are counted; `left_out` tells of the others among those that were asked for.

    `zone` is the one that moments of the answer are told in.
    """

    lots: Sequence[ChosenLot]
    left_out: LeftOut
    places: Sequence[Places]
    classes: tuple[SpaceClass, ...]
    period: Period
    takes_day: TakesDay
    summed_up: SummedUp
    zone: str

    @property
    def lot_keys(self) -> list[int]:
        return [lot.lot_key for lot in self.lots]

    def pieces(self, zone: str) -> Pieces:
        """Cut the period into what is stored of it in a zone."""
        return pieces(self.period, zone, self.takes_day, self.summed_up)

    def times(self, zone: str) -> tuple[tuple[int, int], ...]:
        """Return the times that are asked for: the days that are left out are no part of them."""
        until_now = Period(self.period.from_us, self.period.to_us)
        return pieces(until_now, zone, self.takes_day, SummedUp()).spans

    def asked_us(self, zone: str) -> int:
        """Return how long the asked times are together."""
        return sum(end_us - begin_us for begin_us, end_us in self.times(zone))

    def takes(self, at_us: int, zone: str) -> bool:
        """Tell whether a moment lies on a day of a zone that is asked for."""
        return self.takes_day(day_at(at_us, zone))

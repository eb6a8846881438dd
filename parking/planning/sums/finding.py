"""Finding: which lots of an operator are sums of others of its lots, as their history shows.

Whose counts move as the lot's own do is asked of least squares, which name the parts of a true sum
first; whether it is a sum, the hours decide alone. What cannot be told apart is not found: a part
that never moved, parts that are hardly ever known together; of these a person can say it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from parking.planning.sums.comparing import LEAST_MOVED, Agreement, agreement, apart
from parking.planning.sums.counted_hours import CountedHours, Floats, Ints

MOST_PARTS: Final = 20
MOST_LOOKED_AT: Final = 200
"""Of an operator's lots those are looked at that move most alike."""
_ROUNDS: Final = (MOST_LOOKED_AT, 50, MOST_PARTS, 12, 6, 4)
"""So many are weighed against one another: the fewer, the more hours there are of all of them."""
_WITHIN_SHARE: Final = 0.95
_RIDGE: Final = 1e-9
"""So that lots that move the same do not divide by nothing."""


class LotSum(Struct, frozen=True):
    """A lot, those that it is the sum of, how many spaces it has, and how well they agree."""

    lot_key: int
    parts: tuple[int, ...]
    spaces: int
    agreement: Agreement


def find_sums(
    counted: CountedHours, decided: Collection[int] = (), sums: Collection[int] = ()
) -> list[LotSum]:
    """Find the lots that are sums of others, small ones first; these are parts of nothing.

    Neither are `sums`, which are known; what is `decided` is not looked at. A sum of sums is told
    by the lots at the bottom.
    """
    seeking = _Seeking(counted)
    no_parts = set(sums)
    known = no_parts | set(decided)
    found = []
    for place in seeking.by_size:
        lot_key = counted.lot_keys[place]
        if lot_key not in known and (one := seeking.sum_at(int(place), no_parts)) is not None:
            found.append(one)
            no_parts.add(lot_key)
    return found


class _Seeking:
    """`moves`: each lot's counts less their average, 0 where unknown."""

    def __init__(self, counted: CountedHours) -> None:
        self._counted = counted
        self._is_known = ~np.isnan(counted.taken)
        hours = np.maximum(1, self._is_known.sum(axis=1))
        self._size = np.nansum(counted.spaces, axis=1) / hours
        taken = np.where(self._is_known, counted.taken, 0.0)
        average = taken.sum(axis=1) / hours
        self._moves = np.where(self._is_known, taken - average[:, None], 0.0)
        self._strength = np.sqrt((self._moves**2).sum(axis=1))
        self.by_size: Ints = np.argsort(self._size, kind="stable")

    def sum_at(self, place: int, no_parts: Collection[int]) -> LotSum | None:
        """Return the lot as a sum, None where it is none."""
        if not self._strength[place]:
            return None
        for ranked in self._rankings(place, self._smaller(place, no_parts)):
            if (found := self._first_sum(place, ranked)) is not None:
                return found
        return None

    def _first_sum(self, place: int, ranked: Sequence[int]) -> LotSum | None:
        """Take ever more lots until their spaces add up, and ask the hours."""
        spaces = np.cumsum(self._size[ranked])
        most = apart(self._size[[place]])[0]
        for count in range(2, min(MOST_PARTS, len(ranked)) + 1):
            if abs(spaces[count - 1] - self._size[place]) <= most * count:
                agreed = agreement(self._counted, place, ranked[:count])
                if agreed.is_proof:
                    return self._told(place, ranked[:count], agreed)
        return None

    def _smaller(self, place: int, no_parts: Collection[int]) -> list[int]:
        """Return lots that may be parts of it: smaller, moving, and known together for a while."""
        together = (self._is_known & self._is_known[place]).sum(axis=1) >= LEAST_MOVED
        may_be = together & (self._size < self._size[place]) & (self._strength > 0)
        places = [int(one) for one in np.flatnonzero(may_be)]
        return [one for one in places if self._counted.lot_keys[one] not in no_parts]

    def _rankings(self, place: int, smaller: Sequence[int]) -> Iterator[list[int]]:
        """Yield the lots, those first that most likely are its parts, from many to the likeliest.

        In each round hours in which any of them is unknown are left out, where enough are left.
        """
        alike = self._moves[smaller] @ self._moves[place] / self._strength[smaller]
        ranked = [smaller[one] for one in np.argsort(-alike, kind="stable")]
        ranked = [one for one in ranked[:MOST_LOOKED_AT] if self._is_within(one, place)]
        for most in _ROUNDS:
            ranked = ranked[:most]
            if len(ranked) < 2:  # noqa: PLR2004 - a sum has two parts
                return
            weights = self._weights(ranked, place)
            ranked = [ranked[one] for one in np.argsort(-weights, kind="stable")]
            yield ranked

    def _weights(self, lots: Sequence[int], place: int) -> Floats:
        """Return how much of each lot is in the one at `place`, by least squares."""
        known = self._is_known[[*lots, place]].all(axis=0)
        if known.sum() < max(LEAST_MOVED, 2 * len(lots)):
            return _weights(self._moves[lots], self._moves[place])
        taken = self._counted.taken[[*lots, place]][:, known]
        moves = taken - taken.mean(axis=1, keepdims=True)
        return _weights(moves[:-1], moves[-1])

    def _is_within(self, part: int, place: int) -> bool:
        taken = self._counted.taken
        both = self._is_known[part] & self._is_known[place]
        most = apart(self._counted.spaces[place][both])
        fits = taken[part][both] <= taken[place][both] + most
        return bool(fits.mean() >= _WITHIN_SHARE)

    def _told(self, place: int, parts: Sequence[int], agreed: Agreement) -> LotSum:
        keys = self._counted.lot_keys
        return LotSum(
            keys[place],
            tuple(sorted(keys[part] for part in parts)),
            round(float(self._size[place])),
            agreed,
        )


def _weights(moves: Floats, mine: Floats) -> Floats:
    """Return how much of each is in it, by least squares."""
    alike = moves @ moves.T
    ridge = _RIDGE * max(1.0, float(np.trace(alike))) * np.eye(len(alike))
    return np.asarray(np.linalg.solve(alike + ridge, moves @ mine))

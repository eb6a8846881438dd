"""Supply turns: spaces that come and go, by what they are counted as, summed up to steps.

It knows spans of time and numbers of spaces, not why they are open or free.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final, TypeAlias

from parking.live.supply_register import Away, OwnClass, SupplyStep
from parking.sharing.terms import Moments

_Figure: TypeAlias = tuple[str, OwnClass]
_FREE: Final[_Figure] = ("free", "")
_CAPACITY: Final[_Figure] = ("capacity", "")


class SupplyTurns:
    """What becomes more and less at which moment."""

    def __init__(self) -> None:
        self._turns: defaultdict[int, Counter[_Figure]] = defaultdict(Counter)
        self._classes: dict[OwnClass, None] = {}

    def share(self, is_open: Iterable[Moments], is_free: Iterable[Moments], spaces: int) -> None:
        """Let so many spaces be shared while they are open, and free while they are free."""
        self._add(_CAPACITY, is_open, spaces)
        self._add(_FREE, is_free, spaces)

    def leave(
        self, own_class: OwnClass, is_open: list[Moments], spaces: int, *, is_empty: bool
    ) -> None:
        """Let so many spaces be away from their own class while they are open."""
        self._classes[own_class] = None
        self._add(("spaces", own_class), is_open, spaces)
        if is_empty:
            self._add(("empty", own_class), is_open, spaces)

    def steps(self, first_us: int, now_us: int, until_us: int) -> list[SupplyStep]:
        """Sum what comes and goes up; only the last of the steps until now is kept."""
        steps: list[SupplyStep] = []
        figures: Counter[_Figure] = Counter()
        step = SupplyStep(first_us, 0, 0)
        for at_us in sorted(self._turns):
            if at_us >= until_us:
                break
            figures.update(self._turns[at_us])
            following = self._step(at_us, figures)
            if at_us > now_us and following.told()[1:] != step.told()[1:]:
                steps.append(step)
                step = following
            elif at_us <= now_us:
                step = following
        return [*steps, step]

    def _add(self, figure: _Figure, spans: Iterable[Moments], spaces: int) -> None:
        for from_us, to_us in spans:
            self._turns[from_us][figure] += spaces
            self._turns[to_us][figure] -= spaces

    def _step(self, at_us: int, figures: Counter[_Figure]) -> SupplyStep:
        away = {
            own_class: Away(figures["spaces", own_class], figures["empty", own_class])
            for own_class in sorted(self._classes)
            if figures["spaces", own_class]
        }
        return SupplyStep(at_us, figures[_FREE], figures[_CAPACITY], away)

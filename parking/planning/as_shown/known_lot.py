"""Known lot: what tells, beside a lot's log, whether a piece of that log is enough. No rule."""

from msgspec import Struct


class KnownLot(Struct, frozen=True):
    """`names` are the registers that the lot has by now, of those that may be found in the log as
    far as it is read, closures left out; a moment ago there may have been fewer. `counted_once` are
    those of absolute counts that hold one and not two.

    The rest is of what had been received by the moment in question: whether vehicles were counted
    one by one or by counters, and whether anything was corrected or taken back. From the first of
    these on a lot is counted; `classes` are those of which its row has counts by now.
    """

    names: frozenset[str] = frozenset()
    counted_once: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    has_moved: bool = False
    has_totals: bool = False
    was_amended: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the lot's row had the say, and not its newest absolute counts alone."""
        return self.has_moved or self.has_totals or self.was_amended

"""Feed state: what is remembered of one source as a whole: its rhythm, its lots, its changes."""

from msgspec import Struct, field

from parking.checking.activity import Activity
from parking.checking.cadence import Cadence
from parking.checking.ledger import Ledger
from parking.checking.stillness import Stillness
from parking.checking.thresholds import REPEATS_AT_MOST, REPEATS_ENOUGH
from parking.checking.verdict import Subject

_MEMORY = 2_048.0


class FeedState(Struct):
    """`counts` has each lot's newest count; `repeats` is the share of counts that said it again."""

    ledger: Ledger
    stillness: Stillness
    cadence: Cadence = field(default_factory=Cadence)
    received_us: int = 0
    repeats: float = 0.0
    compared: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    zeros: int = 0
    change_s: float = 0.0
    changed_us: int = 0
    quiet_us: int = 0
    """The newest moment of which nothing but counts that stood is known so far."""
    collapsed_us: int = 0
    has_heartbeats: bool = False
    shut_us: int = 0
    """The newest moment at which all its lots were closed."""

    @property
    def changes_only(self) -> bool:
        """Whether silence about a lot means that nothing changed, while the source speaks."""
        return self.compared >= REPEATS_ENOUGH and self.repeats <= REPEATS_AT_MOST

    @property
    def speaks_for_itself(self) -> bool:
        """Whether its silence tells more than that of its lots."""
        if self.has_heartbeats:
            return False
        return len(self.counts) > 1 or self.changes_only

    def compare(self, lot_key: int, free: int) -> bool:
        """Take in a lot's count; True where it is another than before."""
        before = self.counts.get(lot_key)
        self.counts[lot_key] = free
        self.zeros += (free == 0) - (before == 0)
        if before is None:
            return True
        self.compared += 1
        weight = max(1.0 / self.compared, 1.0 / _MEMORY)
        self.repeats += weight * ((free == before) - self.repeats)
        return free != before


def new_feed(source_key: int, zone: str) -> FeedState:
    """Return the state of a source nobody has heard."""
    return FeedState(Ledger(Subject("feed", source_key)), Stillness(zone, Activity(1.0)))

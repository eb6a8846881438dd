"""Lot state: all that is remembered of what one source said of one lot; of a fixed size but for
the lot's bays, and of plain values, so that it can be kept.
"""

from msgspec import Struct, field

from parking.checking.bays import Bays
from parking.checking.cadence import Cadence
from parking.checking.clamped import Clamped
from parking.checking.clock_shift import ClockShift
from parking.checking.cloned import Cloned
from parking.checking.doors import Doors
from parking.checking.flapping import Flapping
from parking.checking.impossible import Impossible
from parking.checking.inverted import Inverted
from parking.checking.ledger import Ledger
from parking.checking.movements import Movements
from parking.checking.night_level import NightLevel
from parking.checking.observation import CheckedLot
from parking.checking.stillness import Stillness, new_stillness
from parking.checking.swing import Swing
from parking.checking.verdict import Subject
from parking.checking.zeros import Zeros
from parking.vocabulary import SpaceClass


class LotState(Struct):
    """`free` is the newest absolute count of the class that is watched, as of `counted_us`."""

    facts: CheckedLot
    ledger: Ledger
    stillness: Stillness
    space_class: SpaceClass | None = None
    free: int | None = None
    counted_us: int = 0
    most_free: int = 0
    capacity_said: int | None = None
    has_heartbeats: bool = False
    phase_hour: int = -1
    heard_us: int = 0
    received_us: int = 0
    was_shifted: bool = False
    """At the count before, its times were off: what depends on the hour says nothing."""
    cadence: Cadence = field(default_factory=Cadence)
    beats: Cadence = field(default_factory=lambda: Cadence(needs_proof=False))
    night: NightLevel = field(default_factory=NightLevel)
    swing: Swing = field(default_factory=Swing)
    impossible: Impossible = field(default_factory=Impossible)
    clamped: Clamped = field(default_factory=Clamped)
    zeros: Zeros = field(default_factory=Zeros)
    flapping: Flapping = field(default_factory=Flapping)
    inverted: Inverted = field(default_factory=Inverted)
    movements: Movements = field(default_factory=Movements)
    clock: ClockShift = field(default_factory=ClockShift)
    cloned: Cloned = field(default_factory=Cloned)
    doors: Doors = field(default_factory=Doors)
    bays: Bays | None = None
    bay_ledgers: dict[str, Ledger] = field(default_factory=dict)

    def learn(self, facts: CheckedLot) -> None:
        """Take the registry's newest word; with another capacity counts may be right at last."""
        if facts.capacity != self.facts.capacity:
            self.ledger.forgive()
        self.facts = facts

    @property
    def is_shifted(self) -> bool:
        """Whether its times are off, or were at the count before."""
        return self.was_shifted or bool(self.clock.lags)

    @property
    def pulse(self) -> Cadence:
        """Where there are heartbeats, they are what is waited for."""
        return self.beats if self.beats.usual_s else self.cadence

    @property
    def capacity(self) -> int:
        """As the source says, else as registered, else the most that was ever free."""
        if self.capacity_said is not None:
            return self.capacity_said
        return self.most_free if self.facts.capacity is None else self.facts.capacity


def new_lot(lot_key: int, facts: CheckedLot) -> LotState:
    """Return the state of a lot nobody has seen."""
    return LotState(
        facts,
        Ledger(Subject("lot", lot_key)),
        new_stillness(facts.timezone, facts.capacity or 0),
    )

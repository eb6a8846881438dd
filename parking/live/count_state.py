"""Count state: the one row that a counted lot's log folds into; data, and what it says at once.

How rows are folded is `counting`'s business. A key is the observed microsecond and the tie of a
record, 31 digits, compared as text; "" is before everything.
"""

from typing import Final

import msgspec

from parking.ports import Register
from parking.vocabulary import SpaceClass

KEY_WIDTH: Final = 31
_OBSERVED: Final = slice(0, 16)


class Anchor(msgspec.Struct, frozen=True, omit_defaults=True):
    """An absolute count, raw: `free` may be below 0 or above capacity."""

    key: str
    free: int
    source_key: int
    capacity: int | None = None
    flags: int = 0

    @property
    def observed_us(self) -> int:
        return observed_us_of_key(self.key)


class ClassCount(msgspec.Struct, omit_defaults=True):
    """One space class. Movements are in free spaces: an exit is +1, an entry -1."""

    anchor: Anchor | None = None
    previous: Anchor | None = None
    """The second newest anchor: what the estimate stood on just before the newest."""
    net_between: int = 0
    """Movements after `previous`, up to and with `anchor`."""
    net_after: int = 0
    moved_after: int = 0
    """Vehicles that passed after the newest anchor, in and out together."""
    breaks_after: int = 0
    """Times a lane's counter began anew, fell or leapt after the newest anchor: nobody counted."""
    moved_key: str = ""
    """The newest movement or reading of a counter, where it is newer than the anchor."""
    moved_source_key: int = 0

    @property
    def free(self) -> int | None:
        """The raw estimate; None before the first absolute count."""
        return None if self.anchor is None else self.anchor.free + self.net_after

    @property
    def drift(self) -> int | None:
        """How far the estimate was above the newest absolute count when that came."""
        if self.anchor is None or self.previous is None:
            return None
        return self.previous.free + self.net_between - self.anchor.free

    @property
    def observed_us(self) -> int:
        anchored = "" if self.anchor is None else self.anchor.key
        return observed_us_of_key(max(anchored, self.moved_key))


class LaneTotal(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest reading of one lane's counters."""

    key: str
    space_class: SpaceClass
    in_total: int
    out_total: int
    epoch: int | None = None


class ShownCounts(msgspec.Struct, omit_defaults=True):
    """What readers need of the row, and all that its register says.

    The rest grows with how often a lot is corrected, to a hundred times as much.
    """

    classes: dict[SpaceClass, ClassCount] = msgspec.field(default_factory=dict)
    has_movements: bool = False
    """Single entries and exits have been reported: silence means that nobody passed."""


class CountState(ShownCounts):
    """`lanes` by `<source key>/<lane>`; the rest is what arrival needs to know to stay exact.

    `amended` are the records that corrections and voids of the last days mean, as
    `<source key>/<serial>`, with the observed time of the newest of those; `aims` has that of the
    oldest record that such an amendment means, `early` that of an amendment older than the record
    it names. How it came here: `raised` are the registers beside this row that one rewrote, with
    the generation they have since.
    """

    lanes: dict[str, LaneTotal] = msgspec.field(default_factory=dict)
    amended: dict[str, int] = msgspec.field(default_factory=dict)
    aims: dict[str, int] = msgspec.field(default_factory=dict)
    early: dict[str, int] = msgspec.field(default_factory=dict)
    raised: dict[str, int] = msgspec.field(default_factory=dict)
    newest_us: int = 0
    has_totals: bool = False
    """Such a lot counts by its counters alone; single entries and exits would count twice."""

    def awaits(self, name: str) -> bool:
        """Tell whether corrections or voids mean that record and none such has come."""
        return name in self.amended and name not in self.aims


def observed_us_of_key(key: str) -> int:
    return int(key[_OBSERVED] or 0)


def encode_state(state: CountState) -> bytes:
    """Return the state as JSON, always the same bytes for the same state."""
    return msgspec.json.encode(state, order="sorted")


def decode_state(text: str | bytes) -> CountState:
    return msgspec.json.decode(text, type=CountState)


def decode_shown(text: str) -> ShownCounts:
    """Read the value of a `c` register."""
    return msgspec.json.decode(text, type=ShownCounts)


def register_of_state(lot_key: int, state: CountState, row_version: int) -> Register:
    """Return the `c` register: what readers need of the row, under the row's version."""
    shown = ShownCounts(classes=state.classes, has_movements=state.has_movements)
    value = msgspec.json.encode(shown, order="sorted").decode()
    return Register(lot_key, "c", f"{row_version:035d}", value)

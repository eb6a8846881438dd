"""Effects: what a standing verdict changes in what readers see of a lot; the log keeps all."""

from typing import Final

from msgspec import Struct

from parking.checking.verdict import Rule
from parking.vocabulary import Flag


class Effect(Struct, frozen=True):
    """What is done to one lot's figures.

    A count that is `withheld` is given to nobody but as the last known; else the interval is wider
    by so many `percent` of the capacity on both sides. A lot that is not `counted` is in no total.
    """

    flags: frozenset[Flag]
    withheld: bool = False
    percent: int = 0
    counted: bool = True


_SUSPECT: Final[frozenset[Flag]] = frozenset({"suspect"})
_IN_ANOTHER: Final = Effect(frozenset({"aggregate"}), counted=False)

EFFECTS: Final[dict[Rule, Effect]] = {
    "frozen": Effect(frozenset({"frozen"}), withheld=True),
    "frozen_feed": Effect(frozenset({"frozen"}), withheld=True),
    "inverted": Effect(frozenset({"inverted"}), withheld=True),
    "clamped": Effect(_SUSPECT, percent=15),
    "drifting": Effect(frozenset({"drifting"}), percent=10),
    "flapping": Effect(frozenset({"flapping"}), percent=25),
    "offline": Effect(frozenset({"offline"}), withheld=True),
    "impossible": Effect(_SUSPECT, percent=15),
    "clock_shifted": Effect(_SUSPECT, percent=10),
    "cloned": Effect(_SUSPECT, withheld=True),
    "missing_as_zero": Effect(_SUSPECT, withheld=True),
    "duplicate": _IN_ANOTHER,
    "aggregate": _IN_ANOTHER,
    "empty_publication": Effect(_SUSPECT, percent=10),
    "mass_change": Effect(_SUSPECT, percent=10),
    "test_object": Effect(_SUSPECT, withheld=True, counted=False),
}
"""Of a lot, by the verdicts against it and against its feed. A bay that flaps or is stuck says
nothing: it makes its lot's interval wider by itself.
"""

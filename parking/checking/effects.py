"""Effects: what standing verdicts change in what readers see of a lot. The log keeps everything."""

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from parking.checking.verdict import Rule, Verdict
from parking.live.class_picture import ClassPicture, bounded
from parking.vocabulary import Flag

Shown = Literal["number", "wider", "unknown", "hidden"]
"""The number as it is; with a wider interval; unknown, the number as last known; no lot at all."""


class Effect(Struct, frozen=True):
    """What is done to one lot's figures.

    `spread` is the share of the capacity by which the interval is wider on both sides. A lot that
    is not `counted` is in no total.
    """

    flags: frozenset[Flag] = frozenset()
    shown: Shown = "number"
    spread: float = 0.0
    counted: bool = True


NO_EFFECT: Final = Effect()
_RANK: Final[tuple[Shown, ...]] = ("number", "wider", "unknown", "hidden")
_SUSPECT: Final[frozenset[Flag]] = frozenset({"suspect"})

EFFECTS: Final[dict[Rule, Effect]] = {
    "frozen": Effect(frozenset({"frozen"}), "unknown"),
    "frozen_feed": Effect(frozenset({"frozen"}), "unknown"),
    "inverted": Effect(frozenset({"inverted"}), "unknown"),
    "clamped": Effect(_SUSPECT, "wider", 0.15),
    "drifting": Effect(frozenset({"drifting"}), "wider", 0.10),
    "flapping": Effect(frozenset({"flapping"}), "wider", 0.25),
    "offline": Effect(frozenset({"offline"}), "unknown"),
    "impossible": Effect(_SUSPECT, "wider", 0.15),
    "clock_shifted": Effect(_SUSPECT, "wider", 0.10),
    "cloned": Effect(_SUSPECT, "unknown"),
    "missing_as_zero": Effect(_SUSPECT, "unknown"),
    "duplicate": Effect(frozenset({"aggregate"}), "number", counted=False),
    "aggregate": Effect(frozenset({"aggregate"}), "number", counted=False),
    "empty_publication": Effect(_SUSPECT, "wider", 0.10),
    "mass_change": Effect(_SUSPECT, "wider", 0.10),
    "test_object": Effect(_SUSPECT, "hidden", counted=False),
}
"""Of a lot, by the verdicts against it and against its feed; bays have their own: see `bay_is_out`.
"""


def bay_is_out(verdict: Verdict) -> bool:
    """Tell whether a bay counts as unknown: one that flaps or is stuck says nothing."""
    return verdict.subject.kind == "bay" and verdict.rule in {"flapping", "stuck_bay"}


def effect_of(verdicts: Iterable[Verdict]) -> Effect:
    """Return all that the standing verdicts against a lot, and against its feed, do together."""
    effect = NO_EFFECT
    for verdict in verdicts:
        one = EFFECTS.get(verdict.rule)
        if one is None or verdict.subject.kind == "bay" or verdict.end_us is not None:
            continue
        effect = Effect(
            effect.flags | one.flags,
            max(effect.shown, one.shown, key=_RANK.index),
            max(effect.spread, one.spread),
            effect.counted and one.counted,
        )
    return effect


def shown(space: ClassPicture, effect: Effect) -> ClassPicture:
    """Return a class's picture with flags and a wider interval.

    Where `effect.shown` is "unknown" or "hidden" it is the caller's to give no number at all.
    """
    if not effect.flags:
        return space
    flags = tuple(sorted({*space.flags, *effect.flags}))
    wider = round(effect.spread * (space.capacity or 0))
    if not wider:
        return replace(space, flags=flags)
    low, high = max(0, space.low - wider), bounded(space.high + wider, space.capacity)
    return replace(space, flags=flags, low=low, high=high)

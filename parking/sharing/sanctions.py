"""Sanctions: which offences bar a plate from free sharing, and for how long. Knows no store.

The rules that ship are Jinan's: three overstays anywhere in the city, or one of more than a day,
bar a plate for a year. A city sets others by `ONELOT_SANCTION_...` (docs/operations.md).
"""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from parking.clock import DAY_US, HOUR_US

OffenceKind = Literal["overstay", "long_stay"]


class SanctionRules(Struct, frozen=True):
    """A rule of 0 is off. `counted_days`: older offences count no more."""

    overstays: int = 3
    long_overstay_h: int = 24
    counted_days: int = 365
    barred_days: int = 365


class Offence(Struct, frozen=True):
    """One offence of a plate; `at_us` is when it was noticed."""

    kind: OffenceKind
    at_us: int


class Bar(Struct, frozen=True):
    """From now until `until_us`, and which kind of offence brought it."""

    until_us: int
    reason: OffenceKind


REASONS: Final[dict[OffenceKind, tuple[str, str]]] = {
    "overstay": ("repeated overstays", "多次超时停放"),
    "long_stay": ("one overstay of a day or more", "单次超时超过一天"),
}


def is_long(ended_us: int, now_us: int, rules: SanctionRules) -> bool:
    """Say whether a car that is still in has overstayed so long that once is enough."""
    return bool(rules.long_overstay_h) and now_us - ended_us > rules.long_overstay_h * HOUR_US


def bar_for(offences: Sequence[Offence], now_us: int, rules: SanctionRules) -> Bar | None:
    """Return what a plate's offences come to; None while they bar it from nothing.

    They are those that are neither forgiven nor behind an earlier bar: each counts once.
    """
    until_us = now_us + rules.barred_days * DAY_US
    if until_us == now_us:
        return None
    since_us = now_us - rules.counted_days * DAY_US
    kinds = [offence.kind for offence in offences if offence.at_us > since_us]
    if rules.long_overstay_h and "long_stay" in kinds:
        return Bar(until_us, "long_stay")
    if rules.overstays and kinds.count("overstay") >= rules.overstays:
        return Bar(until_us, "overstay")
    return None

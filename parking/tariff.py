"""Tariff: the form of a lot's tariff, in fen and minutes, and what is wrong with one.

What a stay costs by it is `parking.stay_price`.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct, ValidationError, convert, field

from parking.pointer import split_complaint
from parking.problems import Problem

DayClass = Literal["workday", "weekend", "holiday"]
Fen = Annotated[int, Meta(ge=0, le=10_000_000)]
Minutes = Annotated[int, Meta(ge=1, le=525_600)]
ClockTime = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class Step(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`fen` for each begun `per_min` minutes, or once without it, up to a minute of the period."""

    fen: Fen
    per_min: Minutes | None = None
    up_to_min: Minutes | None = None


class Period(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Hours of the day, on days of a class; `ends` not after `begins` is the next day's."""

    steps: Annotated[list[Step], Meta(min_length=1, max_length=24)]
    days: Annotated[list[Literal["all"] | DayClass], Meta(min_length=1)] = field(
        default_factory=lambda: ["all"]
    )
    begins: ClockTime = field(default="00:00", name="from")
    ends: ClockTime = field(default="24:00", name="to")
    cap_fen: Fen | None = None


class Tariff(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A stay of at most `free_min` is free; a longer one pays from its first minute.

    `visit_fen` is paid once per stay, whatever the periods add; `vehicle_factor` multiplies all.
    """

    currency: Literal["CNY"] = "CNY"
    free: bool = False
    free_min: Annotated[int, Meta(ge=0, le=1_440)] = 0
    visit_fen: Fen = 0
    periods: Annotated[list[Period], Meta(max_length=24)] = field(default_factory=list)
    day_cap_fen: Fen | None = None
    vehicle_factor: dict[str, Annotated[float, Meta(ge=0, le=100)]] = field(default_factory=dict)


def parse_tariff(document: Mapping[str, object], pointer: str = "/tariff") -> Tariff | Problem:
    """Return the tariff, or what is wrong with it and where."""
    try:
        tariff = convert(dict(document), Tariff)
    except ValidationError as error:
        told, place = split_complaint(str(error))
        return Problem("bad-field", f"tariff: {told[0].lower()}{told[1:]}", pointer + place)
    if not (tariff.free or tariff.visit_fen or tariff.periods):
        told = 'say `periods`, `visit_fen` or `"free": true`'
        return Problem("missing-field", f"tariff: {told}", f"{pointer}/periods")
    for index, period in enumerate(tariff.periods):
        if not _ascend(period.steps):
            told = "tariff: every step but the last needs an `up_to_min` above the one before"
            return Problem("bad-field", told, f"{pointer}/periods/{index}/steps")
    return tariff


def _ascend(steps: Sequence[Step]) -> bool:
    limits = [step.up_to_min for step in steps]
    if limits[-1] is None:
        limits.pop()
    before = 0
    for limit in limits:
        if limit is None or limit <= before:
            return False
        before = limit
    return True

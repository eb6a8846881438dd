"""Replanning: which windows an agreement has once its terms or the calendar changed at a moment.

What was lent until then stays as it was; what comes after is as is wanted now. It knows no store.
"""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from parking.sharing.spans import clipped
from parking.sharing.terms import Moments, OpenWindow
from parking.sharing.windows import merged


class Plan(NamedTuple):
    """Windows to take away and windows to add, each in the order of time."""

    gone: list[OpenWindow]
    added: list[OpenWindow]


def replan(stored: Iterable[OpenWindow], wanted: Iterable[OpenWindow], now_us: int) -> Plan:
    """Compare what is stored with what is wanted from `now_us` on.

    A window that is open now and goes on unchanged stays whole; otherwise it ends now, and what is
    wanted begins now. Doing it twice changes nothing the second time.
    """
    held = list(stored)
    ahead = set(_one_of_each_stay(_after(wanted, now_us)))
    whole = {window for window in held if ahead.issuperset(_after([window], now_us))}
    whole -= {window for window in whole if window.stay[1] <= now_us}
    ahead.difference_update(_after(whole, now_us))
    kept = _one_of_each_stay(_before((window for window in held if window not in whole), now_us))
    after = {*kept, *whole, *ahead}
    return Plan(
        gone=sorted((window for window in held if window not in after), key=_stay),
        added=sorted(after.difference(held), key=_stay),
    )


def _after(windows: Iterable[OpenWindow], now_us: int) -> list[OpenWindow]:
    return [
        _clipped(window, (max(now_us, window.stay[0]), window.stay[1]))
        for window in windows
        if window.stay[1] > now_us
    ]


def _before(windows: Iterable[OpenWindow], now_us: int) -> list[OpenWindow]:
    return [
        _clipped(window, (window.stay[0], min(now_us, window.stay[1])))
        for window in windows
        if window.stay[0] < now_us
    ]


def _clipped(window: OpenWindow, stay: Moments) -> OpenWindow:
    return replace(window, stay=stay, movement=tuple(clipped(window.movement, stay)))


def _one_of_each_stay(windows: Iterable[OpenWindow]) -> list[OpenWindow]:
    """Make one of windows with the same stay: in it, cars may come and go when they may in any."""
    found: dict[Moments, OpenWindow] = {}
    for window in windows:
        same = found.get(window.stay)
        if same is not None:
            movement = tuple(merged((*same.movement, *window.movement)))
            window = replace(same, movement=movement)  # noqa: PLW2901
        found[window.stay] = window
    return list(found.values())


def _stay(window: OpenWindow) -> Moments:
    return window.stay

"""Faults on top of a feed: frozen, inverted, offline, miscounting. Pure."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import cast

from simulator.feeds.body import SECOND_US, Report
from simulator.feeds.styles import Feed
from simulator.operators import Fault
from simulator.world import Happening, Spaces

OFFLINE_AFTER_US = 180 * SECOND_US
MISSED_SHARE = 0.03


class Faulty:
    """A feed with something wrong; what it says differs from what the ledger knows."""

    def __init__(self, feed: Feed, fault: Fault, start_us: int, dice: Random) -> None:
        self._feed, self._fault, self._start_us, self._dice = feed, fault, start_us, dice
        self._first_spaces: object = None

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        reports = self._feed.reports(classes, events, now_us)
        match self._fault:
            case "offline":
                return reports if now_us - self._start_us < OFFLINE_AFTER_US else []
            case "miscounting":
                return [report for report in reports if self._is_counted(report)]
            case "frozen":
                return [self._freeze(report) for report in reports]
            case "inverted":
                return [_invert(report) for report in reports]

    def _is_counted(self, report: Report) -> bool:
        return report["kind"] not in {"entry", "exit"} or self._dice.random() >= MISSED_SHARE

    def _freeze(self, report: Report) -> Report:
        if "spaces" not in report:
            return report
        self._first_spaces = self._first_spaces or report["spaces"]
        return report | {"spaces": self._first_spaces}


def _invert(report: Report) -> Report:
    """Say the occupied count where the free one belongs, as some real feeds do."""
    spaces = cast("list[dict[str, int]]", report.get("spaces"))
    if not spaces:
        return report
    return report | {
        "spaces": [space | {"free": space["capacity"] - space["free"]} for space in spaces]
    }

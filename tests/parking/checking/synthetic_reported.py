"""A made-up feed of many lots as reports: each publication tells of every lot anew."""

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Verdict
from tests.parking.checking.synthetic import MONDAY_US
from tests.parking.checking.synthetic_feeds import Feed

_DELAY_US = 400_000


def judge_reported(one: Feed) -> list[Verdict]:
    """Let a checker see it; returns verdicts as they opened."""
    checker = Checker(lambda lot_key: CheckedLot(one.capacities[f"L{lot_key}"]))
    told: list[Verdict] = []
    for report in reports_of_feed(one):
        told += checker.see(report)
    return [verdict for verdict in told if verdict.end_us is None]


def reports_of_feed(one: Feed) -> list[Observation]:
    """Return a snapshot of each lot at each time of the feed, where a count is known."""
    return [
        Observation(int(name[1:]), 5, "snapshot", at_us, at_us + _DELAY_US, free=free)
        for at_us, lots in ((MONDAY_US + round(at * 1e6), lots) for at, lots in one.publications)
        for name, free in lots.items()
        if free is not None
    ]

"""One tick of simulated traffic: let the world move, ask every feed, sort reports by operator."""

from collections import defaultdict
from collections.abc import Mapping
from random import Random

from simulator.feeds.body import Report
from simulator.feeds.faults import Faulty
from simulator.feeds.styles import Feed, feed_for
from simulator.ledger import Ledger
from simulator.operators import Fault
from simulator.world import Happening, World

SINGLE_FAULTS: tuple[tuple[Fault, str], ...] = (
    ("frozen", "snapshots"),
    ("miscounting", "movements"),
)
"""Beside whole operators that misbehave, the first lot of each of these styles does too."""


class Traffic:
    """The world, its feeds and the ledger, moved together."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world, self._ledger = world, ledger
        dice = Random(f"traffic-{world.city.seed}")
        pending = dict(SINGLE_FAULTS)
        self._feeds: list[Feed] = []
        for lot in world.city.lots:
            feed: Feed = feed_for(lot, world.now_us, dice)
            fault = lot.operator.fault or _take(pending, lot.operator.style)
            if fault is not None:
                feed = Faulty(feed, fault, world.now_us, dice)
            self._feeds.append(feed)
        ledger.open_books(world)

    def tick(self, now_us: int) -> Mapping[str, list[Report]]:
        """Advance to `now_us`; returns the reports to send, by operator id."""
        happenings = list(self._world.advance(now_us))
        self._ledger.note(happenings)
        by_lot: dict[int, list[Happening]] = defaultdict(list)
        for event in happenings:
            by_lot[event.lot].append(event)
        out: dict[str, list[Report]] = defaultdict(list)
        for lot, feed in enumerate(self._feeds):
            reports = feed.reports(self._world.spaces[lot], by_lot.get(lot, ()), now_us)
            if reports:
                out[self._world.city.lots[lot].operator.operator_id].extend(reports)
        return out


def _take(pending: dict[Fault, str], style: str) -> Fault | None:
    """Return the fault that waits for a lot of this style, once."""
    fault = next((fault for fault, wanted in pending.items() if wanted == style), None)
    if fault is not None:
        del pending[fault]
    return fault

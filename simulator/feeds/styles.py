"""The five styles of feed: snapshots, movements, changes, totals, bays. Pure."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Protocol

from simulator.city import SimulatedLot
from simulator.feeds.body import SECOND_US, Gateway, Report, Rhythm
from simulator.operators import FeedStyle
from simulator.world import Happening, Spaces

HEARTBEAT_US = 60 * SECOND_US
QUIET_US = 5 * SECOND_US
"""A lot that reports changes says so at most this often."""


class Feed(Protocol):
    """Turns what happened in one lot since the last call into its reports, oldest first."""

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]: ...


class Snapshots:
    """Absolute counts in a fixed rhythm."""

    def __init__(self, gateway: Gateway, rhythm: Rhythm) -> None:
        self._gateway, self._rhythm = gateway, rhythm

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        del events
        return [self._gateway.snapshot(classes, now_us)] if self._rhythm.due(now_us) else []


class Movements:
    """Every entry and exit, a heartbeat each minute, and now and then an absolute count."""

    def __init__(self, gateway: Gateway, rhythm: Rhythm, heartbeat: Rhythm) -> None:
        self._gateway, self._rhythm, self._heartbeat = gateway, rhythm, heartbeat

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        reports = [
            self._gateway.report(
                "entry" if event.what == "arrival" else "exit",
                event.at_us,
                space_class=event.space_class,
                plate_hash=f"car-{event.car}",
                lane_id="N1",
            )
            for event in events
            if event.what != "refusal"
        ]
        if self._rhythm.due(now_us):
            reports.append(self._gateway.snapshot(classes, now_us))
        if self._heartbeat.due(now_us):
            reports.append(self._gateway.heartbeat(now_us))
        return reports


class Changes:
    """Absolute counts only when something changed, and a heartbeat that says "still here"."""

    def __init__(self, gateway: Gateway, heartbeat: Rhythm) -> None:
        self._gateway, self._heartbeat = gateway, heartbeat
        self._said: list[int] = []
        self._said_us = 0

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        del events
        reports = []
        counts = [spaces.free for spaces in classes.values()]
        if counts != self._said and now_us - self._said_us >= QUIET_US:
            self._said, self._said_us = counts, now_us
            reports.append(self._gateway.snapshot(classes, now_us))
        if self._heartbeat.due(now_us):
            reports.append(self._gateway.heartbeat(now_us))
        return reports


class Totals:
    """A lane's cumulative totals each minute, and now and then an absolute count."""

    def __init__(self, gateway: Gateway, rhythm: Rhythm, lane: Rhythm) -> None:
        self._gateway, self._rhythm, self._lane = gateway, rhythm, lane
        self._in = self._out = 0

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        general = [event for event in events if event.space_class == "general"]
        self._in += sum(event.what == "arrival" for event in general)
        self._out += sum(event.what == "departure" for event in general)
        reports = []
        if self._rhythm.due(now_us):
            reports.append(self._gateway.snapshot(classes, now_us))
        if self._lane.due(now_us):
            lanes = [{"lane_id": "N1", "in_total": self._in, "out_total": self._out}]
            reports.append(self._gateway.report("totals", now_us, lanes=lanes))
        return reports


class Bays:
    """A sensor per bay: its state when it changes, and all of them as a keep-alive."""

    def __init__(self, gateway: Gateway, keep_alive: Rhythm) -> None:
        self._gateway, self._keep_alive = gateway, keep_alive

    def reports(
        self, classes: Mapping[str, Spaces], events: Sequence[Happening], now_us: int
    ) -> list[Report]:
        reports = [
            self._bay(event.bay, event.at_us, free=event.what == "departure")
            for event in events
            if event.bay is not None
        ]
        if self._keep_alive.due(now_us):
            spaces = classes["general"]
            free = set(spaces.free_bays)
            reports.extend(
                self._bay(bay, now_us, free=bay in free) for bay in range(1, spaces.capacity + 1)
            )
        return reports

    def _bay(self, bay: int, at_us: int, *, free: bool) -> Report:
        status = "free" if free else "occupied"
        return self._gateway.report("space", at_us, space_code=f"{bay:03d}", status=status)


def feed_for(lot: SimulatedLot, start_us: int, dice: Random) -> Feed:
    """Return the feed of a lot in its operator's style; its rhythm begins within one period."""
    gateway = Gateway(lot.lot_id)
    period_us = round(lot.operator.period_s * SECOND_US)

    def rhythm(every_us: int) -> Rhythm:
        # The first absolute count comes within seconds, so that a new city fills at once.
        return Rhythm(start_us, every_us, min(1.0, 8 * SECOND_US / every_us) * dice.random())

    style: FeedStyle = lot.operator.style
    match style:
        case "snapshots":
            return Snapshots(gateway, rhythm(period_us))
        case "movements":
            return Movements(gateway, rhythm(period_us), rhythm(HEARTBEAT_US))
        case "changes":
            return Changes(gateway, rhythm(HEARTBEAT_US))
        case "totals":
            return Totals(gateway, rhythm(period_us), rhythm(HEARTBEAT_US))
        case "bays":
            return Bays(gateway, rhythm(period_us))

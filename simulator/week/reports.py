"""Reports: what perfect sensors tell of a lot's week, as bodies of the public API. No dice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from parking.clock import rfc3339
from simulator.week.days import HOUR_US, MINUTE_US, ZONE
from simulator.week.plans import WeekLot
from simulator.week.stays import Stay

ALIVE_US: Final = 10 * MINUTE_US
"""Whatever else it says, a lot says so often that it is there."""
RECOUNT_US: Final = 6 * HOUR_US
HALF_MINUTE_US: Final = MINUTE_US // 2
"""Counts beside counters are read between two readings of these, so that none is of both."""
_at_us: Final = attrgetter("at_us")

Body = dict[str, object]


class Told(NamedTuple):
    """One report: when what it says was so, and its body."""

    at_us: int
    body: Body


class _Move(NamedTuple):
    at_us: int
    stay: Stay
    came: bool


class _Moment(NamedTuple):
    at_us: int
    moved: Sequence[_Move]
    is_recount: bool


def reports_of(lot: WeekLot, stays: Sequence[Stay], ends_us: int) -> list[Told]:
    """Return all that the lot tells of these stays, its own alone, in the order of time."""
    return _Teller(lot, stays, ends_us).reports()


class _Teller:
    def __init__(self, lot: WeekLot, stays: Sequence[Stay], ends_us: int) -> None:
        self._lot, self._ends_us = lot, ends_us
        self._begins_us = lot.capacity[0][0]
        self._present = Counter(stay.space_class for stay in stays if stay.was_there)
        self._bays = {stay.bay for stay in stays if stay.was_there}
        self._moves = sorted(_moves(stays, ends_us), key=_at_us)
        self._serials: Counter[str] = Counter()
        self._came = self._went = 0

    def reports(self) -> list[Told]:
        """Go through all moments at which anything is said, with what stands there by then."""
        regular = range(self._begins_us, self._ends_us, ALIVE_US)
        recounts = range(self._begins_us, self._ends_us, RECOUNT_US)
        if self._lot.feed == "totals":
            recounts = range(self._begins_us + HALF_MINUTE_US, self._ends_us, RECOUNT_US)
        returns = [back_us for _, back_us in self._lot.silences]
        moments = {move.at_us for move in self._moves}.union(regular, recounts, returns)
        to_come = list(reversed(self._moves))
        told = list(self._declared())
        for at_us in sorted(moments):
            moved = []
            while to_come and to_come[-1].at_us <= at_us:
                moved.append(to_come.pop())
            self._take(moved)
            if not any(from_us <= at_us < to_us for from_us, to_us in self._lot.silences):
                now = _Moment(at_us, moved, at_us in recounts or at_us in returns)
                told += (Told(at_us, body) for body in self._say(now))
        return sorted(told, key=_at_us)

    def _take(self, moved: Sequence[_Move]) -> None:
        for move in moved:
            self._present[move.stay.space_class] += 1 if move.came else -1
            (self._bays.add if move.came else self._bays.discard)(move.stay.bay)
            self._came, self._went = self._came + move.came, self._went + (not move.came)

    def _say(self, now: _Moment) -> Iterable[Body]:
        match self._lot.feed:
            case "movements":
                return self._movements(now)
            case "bays":
                return self._bay_states(now)
            case "totals" if not now.is_recount:
                return [self._totals(now.at_us)]
            case "changes" if not (now.is_recount or now.moved):
                return [self._body("heartbeat", now.at_us)]
            case _:
                return [self._snapshot(now.at_us)]

    def _movements(self, now: _Moment) -> Iterator[Body]:
        for move in now.moved:
            more: Body = {"space_class": move.stay.space_class, "lane_id": "N1"}
            if not self._lot.plateless_in or move.stay.car % self._lot.plateless_in:
                more["plate_hash"] = f"car-{move.stay.car}"
            if self._lot.tells_free:
                more["free_after"] = self._free(now.at_us, move.stay.space_class)
            yield self._body("entry" if move.came else "exit", now.at_us, **more)
        if now.is_recount:
            yield self._snapshot(now.at_us)
        elif not now.moved:
            yield self._body("heartbeat", now.at_us)

    def _bay_states(self, now: _Moment) -> Iterator[Body]:
        """Say every bay now and then, else those that changed."""
        if now.is_recount:
            bays: Iterable[int | None] = range(1, self._lot.capacity_at(now.at_us, "general") + 1)
        else:
            bays = [move.stay.bay for move in now.moved]
        for bay in bays:
            status = "occupied" if bay in self._bays else "free"
            yield self._body("space", now.at_us, space_code=f"{bay:03d}", status=status)
        if not now.moved and not now.is_recount:
            yield self._body("heartbeat", now.at_us)

    def _totals(self, at_us: int) -> Body:
        lanes = [{"lane_id": "N1", "in_total": self._came, "out_total": self._went}]
        return self._body("totals", at_us, lanes=lanes)

    def _snapshot(self, at_us: int) -> Body:
        return self._body(
            "snapshot", at_us, spaces=[self._space(at_us, name) for name in self._lot.classes()]
        )

    def _space(self, at_us: int, space_class: str) -> Body:
        """Say a class in one of three ways that mean the same."""
        space: Body = {"space_class": space_class}
        capacity = self._lot.capacity_at(at_us, space_class)
        if not self._lot.tells_capacity:
            return space | {"free": self._free(at_us, space_class)}
        if self._lot.feed == "snapshots":
            return space | {"occupied": self._present[space_class], "capacity": capacity}
        return space | {"free": self._free(at_us, space_class), "capacity": capacity}

    def _free(self, at_us: int, space_class: str) -> int:
        return self._lot.capacity_at(at_us, space_class) - self._present[space_class]

    def _declared(self) -> Iterator[Told]:
        for number, closure in enumerate(self._lot.closures, 1):
            serial = f"K-{number}"
            span = {"from": _told(closure.from_us), "to": _told(closure.to_us)}
            if not closure.is_open_ended:
                yield self._declares("closure", serial, closure.declared_us, **span)
                continue
            yield self._declares("closure", serial, closure.declared_us)
            meant = {"record_serial": serial, "kind": "closure"}
            yield self._declares(
                "correction", f"{serial}-end", closure.to_us, correction_of=meant, to=span["to"]
            )

    def _declares(self, kind: str, serial: str, at_us: int, **more: object) -> Told:
        return Told(at_us, envelope(self._lot, kind, serial, at_us) | more)

    def _body(self, kind: str, at_us: int, **more: object) -> Body:
        self._serials[kind] += 1
        return envelope(self._lot, kind, f"{kind[:2]}-{self._serials[kind]}", at_us) | more


def envelope(lot: WeekLot, kind: str, serial: str, at_us: int) -> Body:
    """Return what every report says."""
    return {
        "kind": kind,
        "lot_id": lot.lot_id,
        "record_serial": serial,
        "observed_at": _told(at_us),
    }


def _told(at_us: int) -> str:
    return rfc3339(at_us, ZONE)


def _moves(stays: Sequence[Stay], ends_us: int) -> Iterator[_Move]:
    for stay in stays:
        if not stay.was_there:
            yield _Move(stay.came_us, stay, came=True)
        if stay.left_us is not None and stay.left_us < ends_us:
            yield _Move(stay.left_us, stay, came=False)

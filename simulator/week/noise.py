"""Noise: the same week as a log that has seen life, with the same truth in it.

Reports are wrong and corrected later, there are some that never were so and are taken back, most
things come twice, and nothing comes in order.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final

from parking.clock import rfc3339
from simulator.week.days import DAY_US, HOUR_US, ZONE
from simulator.week.plans import WeekLot
from simulator.week.reports import Body, Told, envelope

WRONG_SHARE: Final = 0.2
PHANTOM_SHARE: Final = 0.1
TWICE_SHARE: Final = 0.3
LATEST_US: Final = 2 * DAY_US
"""After so long whatever was wrong is put right."""


def noisy(
    lot: WeekLot, told: Sequence[Told], ends_us: int, dice: Random, share: float = 1.0
) -> list[Told]:
    """Return a log of the same truth, in no order; nothing in it is of `ends_us` or later.

    `share`: of the usual noise there is so much.
    """
    return _Noise(lot, ends_us, dice, share).around(told)


class _Noise:
    def __init__(self, lot: WeekLot, ends_us: int, dice: Random, share: float) -> None:
        self._lot, self._ends_us, self._dice, self._share = lot, ends_us, dice, share
        self._number = 0

    def around(self, told: Sequence[Told]) -> list[Told]:
        log: list[Told] = []
        for one in told:
            wrong = self._wrong(one.body) if self._is_one(WRONG_SHARE) else {}
            if wrong:
                log += (Told(one.at_us, one.body | wrong), self._corrects(one, list(wrong)))
            else:
                log.append(one)
            if self._is_one(PHANTOM_SHARE):
                log += self._phantom(one)
        log += (one for one in list(log) if self._is_one(TWICE_SHARE))
        self._dice.shuffle(log)
        return log

    def _is_one(self, share: float) -> bool:
        return self._dice.random() < share * self._share

    def _wrong(self, body: Body) -> Body:
        """Return what of a report might have been said wrongly, and how; nothing of some."""
        wrong: Body = {}
        match body:
            case {"kind": "snapshot", "spaces": list(spaces)}:
                wrong = {"spaces": [self._wrong_space(space) for space in spaces]}
            case {"kind": "entry" | "exit", "free_after": int(free)}:
                wrong = {"free_after": free + 50}
            case {"kind": "entry" | "exit", "space_class": said}:
                wrong = {"space_class": "charging" if said == "general" else "general"}
            case {"kind": "totals", "lanes": [dict(lane)]}:
                wrong = {"lanes": [lane | {"in_total": lane["in_total"] + 7}]}
            case {"kind": "space", "status": said}:
                wrong = {"status": "free" if said == "occupied" else "occupied"}
            case {"kind": "closure", "to": str()}:
                wrong = {"to": rfc3339(self._ends_us, ZONE)}
            case _:
                pass
        return wrong

    def _wrong_space(self, space: dict[str, Any]) -> dict[str, Any]:
        said = "occupied" if "occupied" in space else "free"
        return space | {said: self._dice.randrange(40)}

    def _corrects(self, one: Told, names: Sequence[str]) -> Told:
        right = {name: one.body[name] for name in names}
        meant = {name: one.body[name] for name in ("record_serial", "kind")}
        return self._amends(one, "correction", {"correction_of": meant} | right)

    def _phantom(self, one: Told) -> Iterator[Told]:
        """Yield something that never was so, and the word that takes it back."""
        body = self._invented(one.at_us + self._dice.randrange(HOUR_US))
        if body is not None:
            yield body
            meant = {name: body.body[name] for name in ("record_serial", "kind", "observed_at")}
            yield self._amends(body, "void", {"void_of": meant})

    def _invented(self, at_us: int) -> Told | None:
        if at_us >= self._ends_us:
            return None
        kind = self._dice.choice(["entry", "exit", "snapshot", "heartbeat", "closure", "space"])
        more: dict[str, Body] = {
            "entry": {"plate_hash": f"car-{self._dice.randrange(999)}", "free_after": 3},
            "exit": {"plate_hash": f"car-{self._dice.randrange(999)}"},
            "snapshot": {"spaces": [{"space_class": "general", "free": 1, "capacity": 99}]},
            "space": {"space_code": "001", "status": "unknown"},
        }
        return self._told(at_us, kind, more.get(kind, {}))

    def _amends(self, one: Told, kind: str, more: Body) -> Told:
        latest_us = min(one.at_us + LATEST_US, self._ends_us - 1)
        return self._told(self._dice.randint(one.at_us, latest_us), kind, more)

    def _told(self, at_us: int, kind: str, more: Body) -> Told:
        self._number += 1
        return Told(at_us, envelope(self._lot, kind, f"noise-{self._number}", at_us) | more)

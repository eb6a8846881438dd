"""What one device or clerk makes up, from a stream of chance: every kind, and much that is wrong.

Clocks are off, devices begin anew, records come twice, late, changed under the same serial, and are
corrected or taken back before and after they arrive.
"""

import random
from dataclasses import dataclass, field

from parking.clock import rfc3339

SECOND_US = 1_000_000
HOUR_US = 3_600 * SECOND_US
CLOCKS_OFF_S = (0, 0, 0, 0, -30, 50, 90, -7_200, -9 * 86_400)
STYLES = ("counts", "changes", "gate", "totals", "bays", "mixed")
KINDS = {
    "counts": ("snapshot",),
    "changes": ("snapshot", "heartbeat", "heartbeat"),
    "gate": ("entry", "exit", "entry", "exit", "snapshot"),
    "totals": ("totals", "totals", "totals", "snapshot", "entry"),
    "bays": ("space", "space", "space", "snapshot"),
    "mixed": ("snapshot", "space", "closure", "entry", "totals", "heartbeat"),
}
LATE, AMENDING, AGAIN, CHANGED, CLOSING = 0.1, 0.06, 0.06, 0.03, 0.02


@dataclass
class Device:
    """One source of one operator; `lots` are those it reports for."""

    style: str
    chance: random.Random
    lots: list[str]
    clock_off_s: int = 0
    serial: int = 0
    epoch: int = 1
    counters: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    sent: list[dict] = field(default_factory=list)

    def reset(self) -> None:
        """Power off, power on: serials and counters begin anew."""
        self.serial = 0
        self.epoch += 1
        self.counters.clear()

    def next_report(self, now_us: int) -> dict:
        chance = self.chance
        if self.sent and chance.random() < AGAIN:
            return chance.choice(self.sent)
        if self.sent and chance.random() < CHANGED:
            earlier = chance.choice(self.sent)
            return earlier | self._content(earlier["kind"], earlier["lot_id"], now_us)
        self.serial += 1
        kind = self._kind()
        observed_us = now_us + self.clock_off_s * SECOND_US
        if chance.random() < LATE:
            observed_us -= chance.randrange(2 * HOUR_US)
        lot_id = chance.choice(self.lots)
        report = {
            "kind": kind,
            "lot_id": lot_id,
            "record_serial": f"r{self.serial}",
            "observed_at": rfc3339(observed_us, "Asia/Shanghai"),
        }
        if chance.random() < LATE:
            report["is_backfill"] = True
        report |= self._content(kind, lot_id, now_us)
        self.sent.append(report)
        return report

    def _kind(self) -> str:
        if self.chance.random() < AMENDING:
            return self.chance.choice(("correction", "void"))
        if self.chance.random() < CLOSING:
            return "closure"
        return self.chance.choice(KINDS[self.style])

    def _content(self, kind: str, lot_id: str, now_us: int) -> dict:  # noqa: PLR0911 - by kind
        match kind:
            case "snapshot":
                return {"spaces": self._spaces()}
            case "entry" | "exit":
                return {"free_after": self.chance.randrange(100)} if self._sometimes() else {}
            case "totals":
                return {"epoch": self.epoch, "lanes": [self._lane(lot_id)]}
            case "space":
                code = f"b{self.chance.randrange(5)}"
                return {"space_code": code, "status": self.chance.choice(("free", "occupied"))}
            case "closure":
                return self._closure(now_us)
            case "correction" | "void":
                return self._amendment(kind)
        return {}

    def _sometimes(self) -> bool:
        return self.chance.random() < 0.3

    def _spaces(self) -> list[dict]:
        classes = ["general"] + ["charging"] * self._sometimes()
        spaces = [
            {"space_class": name, "free": self.chance.randrange(115 if name == "general" else 12)}
            for name in classes
        ]
        if self._sometimes():
            spaces[0]["capacity"] = 100
        return spaces

    def _lane(self, lot_id: str) -> dict:
        name = self.chance.choice("NS")
        counter = self.counters.setdefault((lot_id, name), [0, 0])
        counter[self.chance.randrange(2)] += self.chance.randrange(3)
        return {"lane_id": name, "in_total": counter[0], "out_total": counter[1]}

    def _closure(self, now_us: int) -> dict:
        if self._sometimes():
            return {}
        begins_us = now_us + self.chance.randrange(-HOUR_US, HOUR_US) // 60
        ends_us = begins_us + self.chance.randrange(HOUR_US // 60, HOUR_US)
        return {
            "from": rfc3339(begins_us, "Asia/Shanghai"),
            "to": rfc3339(ends_us, "Asia/Shanghai"),
        }

    def _amendment(self, kind: str) -> dict:
        """Mean an earlier record, or one that has not come yet, by serial or in full."""
        meant: dict = {"record_serial": f"r{self.serial + self.chance.randrange(4)}"}
        if self.sent and not self._sometimes():
            earlier = self.chance.choice(self.sent[-12:])
            meant = {"record_serial": earlier["record_serial"]}
            if self._sometimes():
                meant |= {"kind": earlier["kind"], "observed_at": earlier["observed_at"]}
        if kind == "void":
            return {"void_of": meant}
        content = {"spaces": self._spaces(), "status": "occupied", "free_after": 7}
        return {"correction_of": meant, **content}

"""Figures of lending: space-hours, what became of bookings, money; they add up in every direction.

Rates are of sums, never sums of rates. It knows no agreement and no store.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct, structs

from parking.clock import HOUR_US
from parking.sharing.ledger import EntryKind, Unit

MONEY_KINDS: Final[tuple[EntryKind, ...]] = ("charge", "refund", "penalty", "change", "payment")
MoneyKey = tuple[EntryKind, Unit]


class Figures(Struct, frozen=True):
    """Of some agreements in some time. Space-time is in microseconds.

    `lent_us` is what windows come to, `suspended_us` what of it was taken back by suspensions and
    returns; the rest was offered. `used_us`: cars stood there, within the windows. `bookings` began
    in that time, `stays` of them had a car come; `gated` met a gate.
    """

    lent_us: int = 0
    suspended_us: int = 0
    used_us: int = 0
    bookings: int = 0
    stays: int = 0
    overstays: int = 0
    no_shows: int = 0
    cancelled: int = 0
    revoked: int = 0
    owner_blocked: int = 0
    gated: int = 0
    honoured_at_gate: int = 0

    @property
    def offered_us(self) -> int:
        return self.lent_us - self.suspended_us

    def to_dict(self) -> dict[str, int | float | None]:
        """Tell them, time in hours; a rate of nothing is null."""
        return {
            "offered_space_h": _hours(self.offered_us),
            "used_space_h": _hours(self.used_us),
            "suspended_space_h": _hours(self.suspended_us),
            "uptake": _rate(self.used_us, self.offered_us),
            "bookings": self.bookings,
            "stays": self.stays,
            "overstays": self.overstays,
            "overstay_rate": _rate(self.overstays, self.stays),
            "no_shows": self.no_shows,
            "cancelled": self.cancelled,
            "revoked": self.revoked,
            "owner_blocked": self.owner_blocked,
            "gated": self.gated,
            "honoured_at_gate": self.honoured_at_gate,
            "honoured_at_gate_rate": _rate(self.honoured_at_gate, self.gated),
        }


def total(parts: Iterable[Figures]) -> Figures:
    """Add figures up."""
    sums = dict.fromkeys(Figures.__struct_fields__, 0)
    for part in parts:
        for name, value in structs.asdict(part).items():
            sums[name] += value
    return Figures(**sums)


class Money(Struct, frozen=True):
    """Postings on an account by kind and unit: positive is what its holder gets."""

    amounts: Mapping[MoneyKey, int] = {}

    def net(self, unit: Unit) -> int:
        return sum(amount for (_, of), amount in self.amounts.items() if of == unit)

    def to_dict(self) -> dict[str, dict[str, int]]:
        """Tell fen and whole credits, and what each comes to."""
        return {"fen": self._told("fen"), "credits": self._told("credit")}

    def _told(self, unit: Unit) -> dict[str, int]:
        told = {str(kind): self.amounts.get((kind, unit), 0) for kind in MONEY_KINDS}
        return told | {"net": self.net(unit)}


def total_money(parts: Iterable[Money]) -> Money:
    """Add money up, to the fen."""
    amounts: dict[MoneyKey, int] = {}
    for part in parts:
        for key, amount in part.amounts.items():
            amounts[key] = amounts.get(key, 0) + amount
    return Money(amounts)


def _hours(us: int) -> float:
    return round(us / HOUR_US, 3)


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole > 0 else None

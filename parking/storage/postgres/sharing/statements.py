"""Statements: what agreements came to in a time, and what a driver's bookings came to.

Read in one picture of the database, so that all of it adds up with the ledger. In the platform's
scope: it asks itself what the caller may see.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import asyncpg

from parking.principal import Principal
from parking.sharing.figures import Figures, Money
from parking.sharing.ledger import driver_account
from parking.sharing.whose import PLACE_TOLD
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query

READ_S: Final = 15.0
"""A month of a whole city; whoever asks for less waits less."""


@dataclass(frozen=True, slots=True)
class Lender:
    """An agreement in a statement. Whose lot it is sees its figures; its money, its owner alone."""

    agreement_key: int
    agreement_id: str
    lot_id: str
    area_code: str | None
    area: str | None
    status: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one agreement came to on one local day; no money where it is not the caller's."""

    lender: Lender
    day: date
    figures: Figures
    money: Money


@dataclass(frozen=True, slots=True)
class OwnBooking:
    """A driver's booking, and what was posted to the driver's account for it. Where it is, is None
    as long as a private space's place is not told.
    """

    booking_id: str
    lot_id: str | None
    space_code: str | None
    begins: datetime
    ends: datetime
    zone: str
    status: str
    money: Money


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, and the zone whose days are told."""

    begins: datetime
    ends: datetime
    zone: str


class Statements:
    """Reads statements; what it reads is of one moment."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def of_lender(self, caller: Principal, span: Span) -> list[Line]:
        """Read what the caller's agreements came to, and those in lots that it runs."""
        operator_key = caller.operator_key if caller.role == "operator" else None
        async with scoped(
            self._pool, PLATFORM, isolation="repeatable_read", within_s=READ_S
        ) as connection:
            rows = await connection.fetch(
                query("sharing/statement_agreements"), caller.role == "admin", caller.key_id,
                operator_key, span.ends,
            )  # fmt: skip
            lenders = [Lender(**dict(row)) for row in rows]
            figures = await _figures(connection, lenders, span)
            own = [lender for lender in lenders if lender.is_own]
            money = await _money(connection, own, span)
        by_key = {lender.agreement_key: lender for lender in lenders}
        return [
            Line(by_key[key], day, figures.get((key, day), Figures()), Money(money[key, day]))
            for key, day in sorted(figures.keys() | money.keys())
        ]

    async def of_driver(self, caller: Principal, span: Span) -> tuple[list[OwnBooking], Money]:
        """Read the caller's bookings that begin then or cost something then; and payments."""
        async with scoped(
            self._pool, PLATFORM, isolation="repeatable_read", within_s=READ_S
        ) as connection:
            driver = await connection.fetchrow(query("sharing/driver_of_key"), caller.key_id)
            if driver is None:
                return [], Money()
            driver_key = driver["driver_key"]
            rows = await connection.fetch(
                query("sharing/statement_of_driver"),
                driver_key, span.begins, span.ends, list(PLACE_TOLD),
            )  # fmt: skip
            posted = await connection.fetch(
                query("sharing/statement_money_of_driver"),
                driver_account(driver_key), span.begins, span.ends,
            )  # fmt: skip
        money: dict[int | None, dict[Any, int]] = defaultdict(dict)
        for row in posted:
            money[row["booking_key"]][row["kind"], row["unit"]] = row["amount"]
        bookings = [
            OwnBooking(**_without_key(row), money=Money(money[row["booking_key"]])) for row in rows
        ]
        return bookings, Money(money[None])


async def _figures(
    connection: Connection, lenders: list[Lender], span: Span
) -> dict[tuple[int, date], Figures]:
    keys = [lender.agreement_key for lender in lenders]
    found: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for name in ("hours", "counts", "returns"):
        rows = await connection.fetch(
            query(f"sharing/statement_{name}"), keys, span.begins, span.ends, span.zone
        )
        for row in rows:
            plain = dict(row)
            found[plain.pop("agreement_key"), plain.pop("day")] |= plain
    return {place: Figures(**figures) for place, figures in found.items()}


async def _money(
    connection: Connection, lenders: list[Lender], span: Span
) -> dict[tuple[int, date], dict[Any, int]]:
    keys = [lender.agreement_key for lender in lenders]
    rows = await connection.fetch(
        query("sharing/statement_money"), keys, span.begins, span.ends, span.zone
    )
    money: dict[tuple[int, date], dict[Any, int]] = defaultdict(dict)
    for row in rows:
        money[row["agreement_key"], row["day"]][row["kind"], row["unit"]] = row["amount"]
    return money


def _without_key(row: asyncpg.Record) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "booking_key"}

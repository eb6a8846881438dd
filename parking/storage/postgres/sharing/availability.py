"""What can be booked around a place for a time: agreements with free spaces, each with its hours.

In the platform's scope. A private space is found by its cell, never by its exact place.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import asyncpg

from geo.cell import centre_of, parent_of
from geo.position import Position, haversine_m
from parking.clock import from_us
from parking.sharing.choosing import may_book
from parking.sharing.ledger import Sum
from parking.sharing.prices import quote
from parking.sharing.terms import Moments
from parking.sharing.whose import PRIVATE_RESOLUTION
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.drivers import Driver, communities_of
from parking.storage.postgres.sharing.lending import Lending, covered, free_spaces, lending_of
from parking.storage.postgres.sharing.ranges import moments_of

DEGREE_M = 111_000.0
CELL_SLACK_M = 400.0
"""A private space's cell has its middle within so many metres of it."""
NEAR_A_POLE = 0.01
HALF_TURN = 180.0


@dataclass(frozen=True, slots=True)
class Hours:
    """A window in time: when one may stay, and when cars may move."""

    stay: Moments
    movement: tuple[Moments, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An agreement with free spaces. `position` is what may be told of where it is."""

    lending: Lending
    lot_id: str
    name: str
    name_en: str | None
    zone: str
    position: Position
    private_cell: int | None
    distance_m: float
    spaces: int
    price: Sum
    hours: tuple[Hours, ...]


async def find_around(
    connection: Connection,
    position: Position,
    radius_m: float,
    span: Moments,
    driver: Driver | None,
) -> list[Found]:
    """Find what has a free space throughout the span, for anybody or this driver; by distance."""
    rows = await _near(connection, position, radius_m)
    driver_id = driver.driver_id if driver else ""
    communities = await communities_of(connection, driver.driver_key) if driver else frozenset()
    lendings = [
        lending for lending in map(lending_of, rows)
        if may_book(lending.terms, driver_id, communities)
    ]  # fmt: skip
    open_at = await covered(connection, lendings, [span])
    free = await free_spaces(connection, open_at, [span])
    counted: dict[int, int] = defaultdict(int)
    for candidate in free[0]:
        counted[candidate.agreement_key] += 1
    hours = await _hours(connection, list(counted), span)
    found = [
        _found(row, position, counted[row["agreement_key"]], hours[row["agreement_key"]], span)
        for row in rows
        if row["agreement_key"] in counted
    ]
    return sorted(found, key=_by_place)


def _by_place(found: Found) -> tuple[float, str, bool, int]:
    return found.distance_m, found.lot_id, found.private_cell is not None, found.price.fen


async def _near(
    connection: Connection, position: Position, radius_m: float
) -> list[asyncpg.Record]:
    """Read what is within the radius by the place that may be told."""
    reach = (radius_m + CELL_SLACK_M) / DEGREE_M
    aside = reach / max(cos(radians(position.lat)), NEAR_A_POLE)
    west, east = position.lon - aside, position.lon + aside
    if west < -HALF_TURN or east > HALF_TURN:
        west, east = -HALF_TURN, HALF_TURN
    rows = await connection.fetch(
        query("sharing/lending_within"), position.lat - reach, position.lat + reach, west, east
    )
    return [row for row in rows if haversine_m(position, _told_position(row)) <= radius_m]


def _told_position(row: asyncpg.Record) -> Position:
    if row["owner_key_id"] is None:
        return Position(row["lat"], row["lon"])
    return centre_of(parent_of(row["cell"], PRIVATE_RESOLUTION))


async def _hours(
    connection: Connection, agreement_keys: Sequence[int], span: Moments
) -> dict[int, tuple[Hours, ...]]:
    rows = await connection.fetch(
        query("sharing/lending_hours"), list(agreement_keys), from_us(span[0]), from_us(span[1])
    )
    hours: dict[int, tuple[Hours, ...]] = defaultdict(tuple)
    for row in rows:
        movement = tuple(moments_of(part) for part in row["movement"])
        hours[row["agreement_key"]] += (Hours(moments_of(row["stay"]), movement),)
    return hours


def _found(
    row: asyncpg.Record, asked: Position, spaces: int, hours: tuple[Hours, ...], span: Moments
) -> Found:
    lending = lending_of(row)
    told = _told_position(row)
    is_private = row["owner_key_id"] is not None
    return Found(
        lending=lending,
        lot_id=row["lot_id"],
        name=row["name"],
        name_en=row["name_en"],
        zone=row["timezone"],
        position=told,
        private_cell=parent_of(row["cell"], PRIVATE_RESOLUTION) if is_private else None,
        distance_m=haversine_m(asked, told),
        spaces=spaces,
        price=quote(lending.terms.price, *span),
        hours=hours,
    )

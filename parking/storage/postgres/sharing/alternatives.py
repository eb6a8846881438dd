"""Other spaces for a booking whose own is not free in time: of the same lot, else the nearest.

    found = await find_alternatives(connection, booking, limit=3)

An alternative is open for the whole of the time that is left, is within a kilometre, fits the car,
is open to the driver, and costs it no more. In the platform's scope; nothing is locked here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import msgspec

from geo.cell import centre_of, parent_of
from geo.position import EARTH_RADIUS_M, Position, haversine_m
from parking.sharing.choosing import Candidate, Vehicle, fits, may_book
from parking.sharing.terms import Moments
from parking.sharing.whose import PRIVATE_RESOLUTION
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.booking_rows import BookingRow
from parking.storage.postgres.sharing.drivers import communities_of
from parking.storage.postgres.sharing.lending import (
    Lending,
    covered,
    free_spaces,
    lendings_of_lot,
)
from parking.storage.postgres.sharing.plates import is_barred

REACH_M: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """A space that can be had instead, and how far its lot is from the booked one, in metres; a
    private one is as far as its cell.
    """

    candidate: Candidate
    span: Moments
    agreement_id: str
    lot_key: int
    lot_id: str
    lot: str
    lot_en: str | None
    is_private: bool
    has_gate: bool
    distance_m: int

    def to_dict(self) -> dict[str, Any]:
        """Say it as notices and answers do; where a private one is, stays untold."""
        return {
            "agreement_id": self.agreement_id,
            "lot_id": None if self.is_private else self.lot_id,
            "lot": None if self.is_private else self.lot,
            "lot_en": None if self.is_private else self.lot_en,
            "distance_m": self.distance_m,
            "price_fen": self.candidate.price.fen,
            "price_credits": self.candidate.price.credits,
        }


async def find_alternatives(
    connection: Connection, booking: BookingRow, limit: int = 1, agreement_id: str | None = None
) -> list[Alternative]:
    """Find the best, one a lot, of any agreement or of one; none where the time is over or nothing
    within reach is free.
    """
    span = (max(booking.from_us, booking.now_us), booking.to_us)
    if span[0] >= span[1]:
        return []
    found: list[Alternative] = []
    for row, distance_m in await _lots_near(connection, booking, agreement_id):
        lendings = await _open_to(connection, booking, row["lot_key"], agreement_id)
        candidates = await _candidates(connection, booking, lendings, span)
        if candidates:
            best = min(candidates, key=_cost)
            (lent,) = (each for each in lendings if each.agreement_key == best.agreement_key)
            found.append(_alternative(best, lent, span, row, distance_m))
        if len(found) == limit:
            break
    return found


async def still_free(connection: Connection, booking: BookingRow, wanted: Alternative) -> bool:
    """Look again, now that its space is locked."""
    lendings = await _open_to(connection, booking, wanted.lot_key, wanted.agreement_id)
    open_at = await covered(connection, lendings, [wanted.span])
    among = [wanted.candidate.space_key]
    (free,) = await free_spaces(connection, open_at, [wanted.span], among=among)
    return wanted.candidate in free


async def _lots_near(
    connection: Connection, booking: BookingRow, agreement_id: str | None
) -> list[tuple[asyncpg.Record, int]]:
    """Read lots that lend spaces, the booked one first, then by distance."""
    place = await connection.fetchrow(query("sharing/place_of_lot"), booking.lot_key)
    here = _position(place)
    rows = await connection.fetch(
        query("sharing/lots_lending_near"), booking.booking_key, *_box(here), agreement_id
    )
    near = []
    for row in rows:
        there = _told_position(row)
        away_m = 0.0 if row["own"] or not (here and there) else haversine_m(here, there)
        if away_m <= REACH_M:
            near.append((row, round(away_m)))
    return sorted(near, key=lambda one: (not one[0]["own"], one[1], one[0]["lot_key"]))


async def _candidates(
    connection: Connection, booking: BookingRow, lendings: Sequence[Lending], span: Moments
) -> list[Candidate]:
    open_at = await covered(connection, lendings, [span])
    (free,) = await free_spaces(connection, open_at, [span])
    return [
        candidate
        for candidate in free
        if candidate.space_key != booking.space_key
        and candidate.price.fen <= booking.price_fen
        and candidate.price.credits <= booking.price_credits
    ]


async def _open_to(
    connection: Connection, booking: BookingRow, lot_key: int, agreement_id: str | None
) -> Sequence[Lending]:
    """Read the agreements of a lot, or one, that this driver may book under, with this car."""
    communities = await communities_of(connection, booking.driver_key)
    vehicle = msgspec.convert(booking.vehicle, Vehicle)
    barred = await is_barred(connection, booking.plate_hash, [booking.from_us])
    return [
        lending
        for lending in await lendings_of_lot(connection, lot_key, agreement_id)
        if may_book(lending.terms, booking.driver_id, communities)
        and fits(vehicle, lending.terms.vehicle)
        and not (barred and lending.terms.price.is_free)
    ]


def _alternative(
    candidate: Candidate, lent: Lending, span: Moments, row: asyncpg.Record, distance_m: int
) -> Alternative:
    return Alternative(
        candidate,
        span,
        lent.agreement_id,
        lot_key=row["lot_key"],
        lot_id=row["lot_id"],
        lot=row["name"],
        lot_en=row["name_en"],
        is_private=row["is_private"],
        has_gate=row["has_gate"],
        distance_m=distance_m,
    )


def _cost(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.price.fen, candidate.price.credits, candidate.space_key


def _told_position(row: asyncpg.Record) -> Position | None:
    """Return where a lot may be said to be: metres to several places would tell which it is."""
    if row["is_private"] and row["cell"] is not None:
        return centre_of(parent_of(row["cell"], PRIVATE_RESOLUTION))
    return _position(row)


def _position(row: asyncpg.Record | None) -> Position | None:
    if row is None or row["lat"] is None or row["lon"] is None:
        return None
    return Position(row["lat"], row["lon"])


def _box(here: Position | None) -> tuple[float, float, float, float]:
    """South, north, west and east of all that is within reach; of nothing without a position."""
    if here is None:
        return 1.0, 0.0, 1.0, 0.0
    up = math.degrees(REACH_M / EARTH_RADIUS_M)
    aside = up / max(0.01, math.cos(math.radians(here.lat)))
    return here.lat - up, here.lat + up, here.lon - aside, here.lon + aside

"""Holds: spaces of a lot kept for a driver for five minutes, all that were asked for or none.

One transaction, in the platform's scope: the driver's row is locked, then the spaces in the order
of their keys; under those locks everything is looked at again, and the exclusion constraint stands
behind it. A space that another has locked is tried after the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.choosing import NO_VEHICLE, Choice, Vehicle, choose, fits, may_book
from parking.sharing.quotas import refuse_hoarding
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import plates
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_bookings
from parking.storage.postgres.sharing.claiming import Asked, TakenError, claim
from parking.storage.postgres.sharing.drivers import ERASED, Driver, communities_of
from parking.storage.postgres.sharing.lending import (
    Lending,
    covered,
    free_spaces,
    lendings_of_lot,
)
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.placing import place_booking

TRIES: Final = 5
_TAKEN: Final = Problem("slot-taken", "Somebody else has every space that is open at that time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRequest:
    """What a driver wants; `plate` is normalised, `spans` are in order and do not overlap.

    `space_code` and `agreement_id` narrow it down where they are given.
    """

    lot_key: int
    has_gate: bool
    driver: Driver
    plate: str
    spans: tuple[Moments, ...]
    vehicle: Vehicle = NO_VEHICLE
    space_code: str | None = None
    agreement_id: str | None = None
    is_series: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """What is lent to a driver, all of it and what is open at each span, and choices of it."""

    lendings: list[Lending]
    open_at: list[list[Lending]]
    choices: list[Choice]


async def hold(
    connection: Connection, request: HoldRequest, principal: Principal
) -> list[BookingRow]:
    """Hold a space for each span; raises ProblemError where not all can be had.

    Most who race for a space lose, so what only a winner needs is asked last.
    """
    view = await _look(connection, request, is_barred=False)
    if not view.choices:
        raise ProblemError(_TAKEN)
    await _refuse_hoarder(connection, request.driver)
    plate_hash = await plates.hashed(connection, request.plate)
    begins = [span[0] for span in request.spans]
    is_barred = await plates.is_barred(connection, plate_hash, begins)
    if is_barred:
        view = await _look(connection, request, is_barred=True)
    for tries_left in reversed(range(TRIES)):
        if not view.choices:
            break
        try:
            async with connection.transaction():  # a space that is lost is let go of at once
                choice = await claim(
                    connection, _asked(request, view), view.choices, waits=not tries_left
                )
                return await _place(connection, request, choice, plate_hash, principal)
        except TakenError:
            if not await _choices(connection, request, view.open_at):
                break  # as it is for nearly all who lose, who then need not be looked up again
            view = await _look(connection, request, is_barred=is_barred)
    raise ProblemError(_TAKEN)


async def _look(connection: Connection, request: HoldRequest, *, is_barred: bool) -> _View:
    """Read what is lent to this driver and which choices of it are free; nothing is locked.

    Raises ProblemError where nothing is lent at all.
    """
    lendings = await _open_to(connection, request)
    if is_barred:
        lendings = [lending for lending in lendings if not lending.terms.price.is_free]
        if not lendings:
            told = "This car is barred from free shared spaces after overstaying."
            raise ProblemError(Problem("barred", told))
    open_at = await covered(connection, lendings, request.spans)
    _refuse_closed(open_at, request)
    return _View(lendings, open_at, await _choices(connection, request, open_at))


async def _choices(
    connection: Connection, request: HoldRequest, open_at: Sequence[Sequence[Lending]]
) -> list[Choice]:
    return choose(
        await free_spaces(connection, open_at, request.spans, space_code=request.space_code)
    )


def _asked(request: HoldRequest, view: _View) -> Asked:
    return Asked(
        request.lot_key, request.agreement_id, request.spans, view.lendings, view.open_at,
        request.driver.driver_key,
    )  # fmt: skip


async def _refuse_hoarder(connection: Connection, driver: Driver) -> None:
    if await connection.fetchval(query("sharing/driver_lock"), driver.driver_key) is None:
        raise ProblemError(ERASED)
    row = await connection.fetchrow(query("sharing/driver_holds"), driver.driver_key)
    live, last_hour = (row["live"], row["last_hour"]) if row else (0, 0)
    problem = refuse_hoarding(live, last_hour)
    if problem is not None:
        raise ProblemError(problem)


async def _open_to(connection: Connection, request: HoldRequest) -> list[Lending]:
    """Read the agreements that this driver may book under, with this car."""
    lendings = await lendings_of_lot(connection, request.lot_key, request.agreement_id)
    if not lendings:
        raise ProblemError(Problem("not-available", "This lot lends no spaces.", "/lot_id"))
    communities: frozenset[str] = frozenset()
    if any(lending.terms.audience.community for lending in lendings):
        communities = await communities_of(connection, request.driver.driver_key)
    lendings = [
        lending for lending in lendings
        if may_book(lending.terms, request.driver.driver_id, communities)
    ]  # fmt: skip
    if not lendings:
        told = "This lot's spaces are lent to others only: a community or a list of drivers."
        raise ProblemError(Problem("not-available", told, "/lot_id"))
    lendings = [lending for lending in lendings if fits(request.vehicle, lending.terms.vehicle)]
    if not lendings:
        raise ProblemError(Problem("not-available", "The car is too large there.", "/vehicle"))
    return lendings


def _refuse_closed(open_at: Sequence[Sequence[Lending]], request: HoldRequest) -> None:
    for number, lendings in enumerate(open_at):
        if not lendings:
            told = (
                "No space of this lot is open throughout that time, with a car coming at its "
                "start and leaving at its end; GET /v1/sharing/availability tells when."
            )
            pointer = f"/occurrences/{number}" if request.is_series else "/from"
            raise ProblemError(Problem("not-available", told, pointer))


async def _place(
    connection: Connection,
    request: HoldRequest,
    choice: Choice,
    plate_hash: bytes,
    principal: Principal,
) -> list[BookingRow]:
    series_id = new_id() if request.is_series else None
    keys = []
    for span, candidate in zip(request.spans, choice, strict=True):
        booking_id = new_id()
        sealed = None
        if request.has_gate:
            sealed = await plates.sealed(connection, request.plate, booking_id)
        keys.append(
            await place_booking(
                connection, booking_id, candidate, span, request.driver, principal,
                plate_hash=plate_hash, plate_sealed=sealed, series_id=series_id,
                vehicle=request.vehicle,
            )
        )  # fmt: skip
    return await read_bookings(connection, keys)

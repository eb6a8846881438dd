"""From a body to what is to be held: which lot, which spans, which driver; each fault is named."""

from datetime import datetime
from typing import Final

from api.sharing.booking_schemas import HoldBody
from parking.clock import MINUTE_US, to_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.booking_guards import LONGEST_US
from parking.sharing.choosing import Vehicle, overlap
from parking.sharing.plates import PlateError, normalise_plate
from parking.sharing.repeats import DAYS_AHEAD_MAX, repeat
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.bookings import HoldRequest
from parking.storage.postgres.sharing.drivers import driver_of
from parking.storage.postgres.sharing.lending import LotToBook, lot_to_book
from parking.storage.postgres.sharing.own_days import read_calendar

LATE_US: Final = 5 * MINUTE_US
"""A stay may have begun so long before it is asked for: on the way, or a clock that is slow."""


async def read_hold(connection: Connection, body: HoldBody, caller: Principal) -> HoldRequest:
    """Read what is wanted; raises ProblemError that points at what is wrong."""
    try:
        plate = normalise_plate(body.plate)
    except PlateError as error:
        raise ProblemError(Problem("bad-field", f"plate: {error}.", "/plate")) from None
    driver = await driver_of(connection, caller)
    if body.lot_id is None and body.agreement_id is None:
        raise ProblemError(Problem("missing-field", "name a lot_id or an agreement_id", "/lot_id"))
    lot = await lot_to_book(connection, lot_id=body.lot_id, agreement_id=body.agreement_id)
    if lot is None:
        pointer = "/agreement_id" if body.lot_id is None else "/lot_id"
        raise ProblemError(Problem("unknown-lot", "There is no such lot.", pointer))
    return HoldRequest(
        lot_key=lot.lot_key,
        has_gate=lot.has_gate,
        driver=driver,
        plate=plate,
        spans=await _spans(connection, body, lot),
        vehicle=Vehicle(body.vehicle.height_m, body.vehicle.seats),
        space_code=body.space_code,
        agreement_id=body.agreement_id,
        is_series=body.repeat is not None or body.occurrences is not None,
    )


async def _spans(connection: Connection, body: HoldBody, lot: LotToBook) -> tuple[Moments, ...]:
    if body.occurrences is not None:
        if body.repeat is not None or body.from_ is not None or body.to is not None:
            told = "say either occurrences, or from and to with or without repeat"
            raise ProblemError(Problem("bad-field", told, "/occurrences"))
        spans = [
            span_asked(each.from_, each.to, lot.now_us, f"/occurrences/{number}")
            for number, each in enumerate(body.occurrences)
        ]
        if overlap(spans):
            told = "two of the occurrences overlap; a car is in one space at a time"
            raise ProblemError(Problem("bad-field", told, "/occurrences"))
        return tuple(sorted(spans))
    if body.from_ is None or body.to is None:
        name = "from" if body.from_ is None else "to"
        raise ProblemError(Problem("missing-field", f"{name}: is required", f"/{name}"))
    first = span_asked(body.from_, body.to, lot.now_us)
    if body.repeat is None:
        return (first,)
    calendar = await read_calendar(connection)
    spans = repeat(first, body.repeat.count, body.repeat.days, calendar.day_class, lot.zone)
    if len(spans) < body.repeat.count or overlap(spans):
        told = f"so many do not fit into the {DAYS_AHEAD_MAX} days ahead without overlapping"
        raise ProblemError(Problem("bad-field", told, "/repeat/count"))
    return tuple(spans)


def span_asked(begin: datetime, end: datetime, now_us: int, prefix: str = "") -> Moments:
    """Check one stay; problems point at `from` or `to` below `prefix`."""
    begin_us, end_us = to_us(begin), to_us(end)
    if begin_us >= end_us:
        raise ProblemError(Problem("bad-field", "to: must be after from", f"{prefix}/to"))
    if end_us - begin_us > LONGEST_US:
        told = "to: a booking lasts 72 hours at most"
        raise ProblemError(Problem("bad-field", told, f"{prefix}/to"))
    if begin_us < now_us - LATE_US or end_us <= now_us:
        raise ProblemError(Problem("bad-field", "from: that is past", f"{prefix}/from"))
    return begin_us, end_us

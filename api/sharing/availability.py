"""Route of availability: which shared spaces around a place can be booked for a time.

Anybody may ask. A driver's key, where one is sent, adds what is lent to that driver alone.
"""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from api.auth import BEARER
from api.dependencies import Coordsys, Moment, problems
from api.services import Services
from api.sharing.booking_schemas import SharingAvailability
from api.sharing.hold_request import span_asked
from geo.cell import cell_text
from geo.datum import Datum, from_wgs84, to_wgs84
from geo.position import Position
from parking.access import roles
from parking.clock import rfc3339
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing.availability import Found, find_around
from parking.storage.postgres.sharing.drivers import Driver, driver_of

RADIUS_M_DEFAULT = 1_000.0
RADIUS_M_MAX = 20_000.0
METRE_DECIMALS = 1


def availability_router(services: Services) -> APIRouter:
    """Make the router; what it tells may be taken by somebody else before it is held."""
    router = APIRouter()

    @router.get(
        "/v1/sharing/availability",
        openapi_extra=roles("anonymous"),
        responses={200: {"model": SharingAvailability}, **problems(400, 422)},
        summary="Shared spaces that can be booked around a place · 可预订的共享泊位",
    )
    async def find(
        request: Request,
        lat: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
        lon: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
        begin: Annotated[Moment, Query(alias="from", description="RFC 3339")],
        end: Annotated[Moment, Query(alias="to", description="RFC 3339, 72 hours later at most")],
        radius_m: Annotated[float, Query(ge=1, le=RADIUS_M_MAX)] = RADIUS_M_DEFAULT,
        coordsys: Coordsys = "wgs84",
    ) -> Response:
        now_us = services.clock.now_us()
        span = span_asked(begin, end, now_us, prefix="/query")
        position = to_wgs84(lat, lon, coordsys)
        async with scoped(services.pool, PLATFORM) as connection:
            driver = await _driver(services, connection, request)
            found = await find_around(connection, position, radius_m, span, driver)
        told = {
            "as_of": rfc3339(now_us, services.settings.timezone),
            "lots": [_lot_told(list(offers), coordsys) for _, offers in groupby(found, key=_place)],
        }
        return JSONResponse(told, headers={"cache-control": "no-store"})

    return router


async def _driver(services: Services, connection: Connection, request: Request) -> Driver | None:
    """Find out who asks; a key that is no driver's, or none any more, is nobody's."""
    shown = request.headers.get("authorization", "")
    if shown[: len(BEARER)].lower() != BEARER:
        return None
    principal = await services.keys.find(shown[len(BEARER) :].strip())
    if principal is None or principal.role != "driver":
        return None
    return await driver_of(connection, principal)


def _place(found: Found) -> tuple[float, str, bool, Position]:
    """Tell places apart: a private space is not told with its lot's others, where it would be."""
    return found.distance_m, found.lot_id, found.private_cell is not None, found.position


def _lot_told(offers: list[Found], coordsys: Datum) -> dict[str, object]:
    first = offers[0]
    cheapest = min((offer.price for offer in offers), key=lambda price: (price.fen, price.credits))
    is_private = first.private_cell is not None
    lat, lon = from_wgs84(first.position, coordsys)
    return {
        "lot_id": None if is_private else first.lot_id,
        "name": None if is_private else first.name,
        "name_en": None if is_private else first.name_en,
        "is_private": is_private,
        "lat": lat,
        "lon": lon,
        "cell": None if first.private_cell is None else cell_text(first.private_cell),
        "distance_m": round(first.distance_m, METRE_DECIMALS),
        "spaces": sum(offer.spaces for offer in offers),
        "price_fen": cheapest.fen,
        "price_credits": cheapest.credits,
        "is_free": not cheapest,
        "offers": [_offer_told(offer) for offer in offers],
    }


def _offer_told(offer: Found) -> dict[str, object]:
    terms, zone = offer.lending.terms, offer.zone
    return {
        "agreement_id": offer.lending.agreement_id,
        "spaces": offer.spaces,
        "price_fen": offer.price.fen,
        "price_credits": offer.price.credits,
        "is_free": not offer.price,
        "max_height_m": terms.vehicle.max_height_m,
        "max_seats": terms.vehicle.max_seats,
        "cancel_min": terms.notice.cancel_min,
        "windows": [
            {
                "stay": _span_told(hours.stay, zone),
                "movement": [_span_told(each, zone) for each in hours.movement],
            }
            for hours in offer.hours
        ],
    }


def _span_told(span: Moments, zone: str) -> tuple[str, str]:
    return rfc3339(span[0], zone), rfc3339(span[1], zone)

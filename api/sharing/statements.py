"""The route of statements: figures for who lends, bookings and money for who drives."""

from collections.abc import Callable, Hashable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.dependencies import Caller, Moment, problems
from api.lots.span import span_of
from api.services import Services
from api.sharing.statement_schemas import DriverStatement, LenderStatement
from parking.access import roles
from parking.clock import from_us, rfc3339, to_us
from parking.sharing.figures import Money, total, total_money
from parking.storage.postgres.sharing.statements import Line, OwnBooking, Span, Statements

Group = TypeVar("Group", bound=Hashable)


def statements_router(services: Services) -> APIRouter:
    """Make the router of /v1/sharing/statements."""
    router = APIRouter()
    statements, zone = Statements(services.pool), services.settings.timezone

    @router.get(
        "/v1/sharing/statements",
        openapi_extra=roles("driver", "owner", "operator", "admin"),
        responses={200: {"model": LenderStatement | DriverStatement}, **problems(400, 401, 403)},
        summary="Figures and money, at most 31 days · 统计与对账",
    )
    async def read(
        caller: Caller,
        begin: Annotated[Moment | None, Query(alias="from", description="RFC 3339")] = None,
        end: Annotated[Moment | None, Query(alias="to", description="RFC 3339")] = None,
    ) -> Response:
        begin_us, end_us = span_of(begin, end, services.clock.now_us())
        span = Span(from_us(begin_us), from_us(end_us), zone)
        told = {"from": rfc3339(begin_us, zone), "to": rfc3339(end_us, zone), "timezone": zone}
        if caller.role == "driver":
            bookings, payments = await statements.of_driver(caller, span)
            return JSONResponse(told | _of_driver(bookings, payments))
        return JSONResponse(told | _of_lender(await statements.of_lender(caller, span)))

    return router


def _of_lender(lines: Sequence[Line]) -> dict[str, Any]:
    by_agreement = _grouped(lines, lambda line: line.lender)
    by_area = _grouped(lines, lambda line: (line.lender.area_code, line.lender.area))
    by_day = _grouped(lines, lambda line: line.day)
    return {
        "total": _figures(lines),
        "agreements": [
            {
                "agreement_id": lender.agreement_id,
                "lot_id": lender.lot_id,
                "status": lender.status,
                **_figures(some),
            }
            for lender, some in by_agreement.items()
        ],
        "areas": [
            {"area_code": area_code, "name": name, **_figures(some)}
            for (area_code, name), some in by_area.items()
        ],
        "days": [
            {"day": day.isoformat(), **_figures(some)} for day, some in sorted(by_day.items())
        ],
    }


def _of_driver(bookings: Sequence[OwnBooking], payments: Money) -> dict[str, Any]:
    return {
        "bookings": [
            {
                "booking_id": booking.booking_id,
                "lot_id": booking.lot_id,
                "space_code": booking.space_code,
                "from": rfc3339(to_us(booking.begins), booking.zone),
                "to": rfc3339(to_us(booking.ends), booking.zone),
                "status": booking.status,
                "money": booking.money.to_dict(),
            }
            for booking in bookings
        ],
        "total": total_money([payments, *(booking.money for booking in bookings)]).to_dict(),
    }


def _grouped(lines: Sequence[Line], group: Callable[[Line], Group]) -> dict[Group, list[Line]]:
    groups: dict[Group, list[Line]] = {}
    for line in lines:
        groups.setdefault(group(line), []).append(line)
    return groups


def _figures(lines: Sequence[Line]) -> dict[str, Any]:
    figures = total(line.figures for line in lines).to_dict()
    return figures | {"money": total_money(line.money for line in lines).to_dict()}

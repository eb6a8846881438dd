"""`GET /v1/planner/tidal/opportunities`: which idle lots could relieve which full ones, when."""

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Response

from api.dependencies import problems
from api.planner.answers import FILES, LAT, LON, about, table_answer
from api.planner.asked import OpportunitiesAsked
from api.planner.opportunity_schemas import OpportunitiesAnswer
from api.planner.scoping import scope_of
from api.services import Services
from api.tables.table import Column, Table
from geo.position import Position
from parking.access import roles
from parking.clock import DAY_US
from parking.directory import Directory
from parking.ids import LotId
from parking.planning.chosen_lots import ChosenLot
from parking.planning.local_day import day_at
from parking.planning.scope import Scope
from parking.planning.scope_notes import scope_notes
from parking.planning.tidal.lot_hours import TidalLot, coverage_of
from parking.planning.tidal.opportunities import Opportunities, opportunities
from parking.planning.tidal.proposal import Proposal
from parking.problems import Problem, ProblemError
from parking.sharing.terms_reading import terms_to_wire
from parking.sharing.window_reading import window_to_wire
from parking.storage.postgres.planning.reading import THOROUGH_S, Reading, open_reading
from parking.storage.postgres.planning.reading_tidal import read_lending_lots, read_tidal_hours

MOST_DAYS: Final = 92
_COLUMNS: Final = (
    Column("lot_id", "停车场编号", "Lot id", kind="text"),
    Column("name", "停车场", "Name", kind="text"),
    LAT,
    LON,
    Column("quota", "共享泊位数", "Spaces", kind="integer"),
    Column("windows", "停放时段", "Stay windows", kind="text"),
    Column("space_hours_opened", "开放泊位小时", "Opened space-hours", "berth·h", "number"),
    Column("space_hours_relieved", "缓解满位泊位小时", "Relieved", "berth·h", "number"),
    Column("relieved_per_opened", "缓解/开放", "Relieved per opened", "0-1", "number"),
    Column("lots_relieved", "受益停车场数", "Lots relieved", kind="integer"),
    Column("nearest_m", "最近距离", "Nearest", "m", "integer"),
)


def opportunities_router(services: Services) -> APIRouter:
    """Make the route. One choice is made at a time: it takes a core and much room."""
    router, alone = APIRouter(), asyncio.Lock()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/tidal/opportunities",
        openapi_extra=roles("planner", "admin"),
        responses={
            200: {"model": OpportunitiesAnswer, **FILES}, **problems(400, 401, 403, 404, 422)
        },
        summary="Idle lots that could relieve full ones, as draft agreements · 潮汐共享机会",
    )  # fmt: skip
    async def find_opportunities(asked: Annotated[OpportunitiesAsked, Query()]) -> Response:
        now_us, choice = clock.now_us(), asked.choice(directory)
        valid = asked.valid(day_at(now_us, zone))
        async with alone:
            async with open_reading(services.planner_pool, THOROUGH_S) as reading:
                scope = await scope_of(reading, asked, choice, directory, now_us, zone)
                days = _days(scope)
                lots = await _lots(reading, scope, directory, now_us)
            found = await asyncio.to_thread(
                opportunities, lots, reading.calendar, days, valid, asked.limits
            )
        names = {lot.lot_id: lot for lot in scope.lots}
        notes = [*scope_notes(scope, reading.calendar, by_day_class=True), *found.notes]
        told = about(scope, coverage_of(lots), notes) | _told(found, names)
        rows = [_row(proposal, names[proposal.lot_id]) for proposal in found.proposals]
        return await table_answer(asked.format, Table("opportunities", _COLUMNS, rows), told)

    return router


def _days(scope: Scope) -> tuple[date, date]:
    """Return the local days that are touched; ProblemError where they are too many."""
    days = day_at(scope.period.from_us, scope.zone), day_at(scope.period.to_us - 1, scope.zone)
    if days[1] - days[0] > timedelta(days=MOST_DAYS):
        told = f"At most {MOST_DAYS} days are looked at."
        raise ProblemError(Problem("bad-request", told, pointer="/query/from"))
    return days


async def _lots(
    reading: Reading, scope: Scope, directory: Directory, now_us: int
) -> list[TidalLot]:
    keys = scope.lot_keys
    period = scope.period
    lending = await read_lending_lots(reading.connection, keys)
    # A day runs into the next morning; of hours to come there are some where a clock was set back.
    end_us = min(period.to_us + DAY_US // 3, now_us)
    hours = await read_tidal_hours(reading.connection, keys, scope.classes, period.from_us, end_us)
    return [
        TidalLot(
            LotId(lot.lot_id),
            Position(lot.lat, lot.lon),
            hours[lot.lot_key],
            may_lend=_may_lend(lot, lending),
            open_to_all=lot.lot_class == "onstreet",
            max_height_m=_height(lot, directory),
            timezone=lot.zone,
        )
        for lot in scope.lots
        if lot.lot_key in hours and lot.lat is not None and lot.lon is not None
    ]


def _may_lend(lot: ChosenLot, lending: frozenset[int]) -> bool:
    """Tell whether an owner may be asked: not of a kerb, nor of a lot that has gone."""
    is_lot = lot.deleted_at is None and lot.lot_class != "onstreet"
    return is_lot and lot.lot_key not in lending


def _height(lot: ChosenLot, directory: Directory) -> float | None:
    known = directory.find_lot(lot.lot_id)
    return None if known is None else known.max_height_m


def _told(found: Opportunities, names: dict[str, ChosenLot]) -> dict[str, Any]:
    return {
        "full_h": found.full_h,
        "wanted_h": found.wanted_h,
        "opened_h": found.opened_h,
        "relieved_h": found.relieved_h,
        "proven_gap": found.proven_gap,
        "left_out": msgspec.to_builtins(found.left_out),
        "assumptions": list(found.assumptions),
        "proposals": [_proposal(proposal, names) for proposal in found.proposals],
    }


def _proposal(proposal: Proposal, names: dict[str, ChosenLot]) -> dict[str, Any]:
    return {
        "lot_id": proposal.lot_id,
        "quota": proposal.quota,
        "margin_spaces": proposal.margin_spaces,
        "relieved_h": proposal.relieved_h,
        "effects": msgspec.to_builtins(proposal.effects),
        "relieves": [
            msgspec.to_builtins(place) | {"name": names[place.lot_id].name}
            for place in proposal.relieves
        ],
        "draft": terms_to_wire(proposal.draft),
    }


def _row(proposal: Proposal, lot: ChosenLot) -> tuple[Any, ...]:
    return (
        lot.lot_id, lot.name, lot.lat, lot.lon, proposal.quota, _windows(proposal),
        proposal.opened_h, proposal.relieved_h, proposal.relieved_per_opened,
        len(proposal.relieves), min((place.distance_m for place in proposal.relieves), default=0),
    )  # fmt: skip


def _windows(proposal: Proposal) -> str:
    wires = [window_to_wire(window) for window in proposal.draft.windows]
    return "; ".join(
        f"{' '.join(window.days)} {'-'.join(wire['stay'])}"  # type: ignore[arg-type]
        for window, wire in zip(proposal.draft.windows, wires, strict=True)
    )

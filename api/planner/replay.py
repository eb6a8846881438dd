"""`GET /v1/planner/replay`: the city at a past minute, as drivers were shown it then."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import problems
from api.paging import cursor_after, key_of
from api.planner.answers import FILES, json_answer, table_answer
from api.planner.replay_asked import ReplayAsked
from api.planner.replay_reading import RegistersFound, read_registers
from api.planner.replay_rows import ReplayRow, coverage_of, members_of, states_of, table_of
from api.planner.replay_schemas import ReplayAnswer
from api.planner.scoping import refuse_unknown
from api.services import Services
from parking.access import roles
from parking.clock import from_us, rfc3339
from parking.directory import Directory
from parking.planning.as_shown.lot_then import shown_lot, sources_then
from parking.planning.chosen_lots import ChosenLot, LotChoice
from parking.planning.scope_notes import NO_LOT
from parking.storage.postgres.planning.archived_days import archived_until_us
from parking.storage.postgres.planning.reading import THOROUGH_S, Reading, open_reading
from parking.storage.postgres.planning.replay_facts import (
    read_facts_at,
    read_sources_at,
    read_supplies_at,
)
from parking.storage.postgres.planning.replay_log import REACH_US

NOTE: Final = (
    "as readers were shown it: of what had been received by then, by the live rules; names, places "
    "and land use are those of now · 按当时已收到的上报和实时规则还原；名称、位置和用地性质为现值"
)


def replay_router(services: Services) -> APIRouter:
    """Make the route over the log."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    @router.get(
        "/v1/planner/replay",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": ReplayAnswer, **FILES}, **problems(400, 401, 403, 404, 422)},
        summary="The city at a past minute, as drivers were shown it · 历史时刻回放",
    )
    async def read_replay(request: Request, asked: Annotated[ReplayAsked, Query()]) -> Response:
        at_us = asked.at_us(clock.now_us())
        choice, after_id = asked.choice(directory), key_of(asked.cursor)
        async with open_reading(services.planner_pool, THOROUGH_S) as reading:
            there = await _there(reading, choice, directory, at_us)
            left = [lot for lot in there if lot.lot_id > after_id]
            page = left[: asked.limit]
            found = await read_registers(reading, [lot.lot_key for lot in page], at_us)
            rows = await _rows(reading, page, found, at_us)
            notes = [*_notes(there, found), *await _archived(reading, at_us, zone)]
        cursor = cursor_after(page[-1].lot_id) if len(left) > len(page) else None
        told = {
            "at": rfc3339(at_us, zone),
            "timezone": zone,
            "lots": len(there),
            "states": states_of(rows),
            "coverage": coverage_of(rows),
            "next_cursor": cursor,
            "notes": notes,
        }
        return await _answer(request, asked, rows, told)

    return router


async def _there(
    reading: Reading, choice: LotChoice, directory: Directory, at_us: int
) -> list[ChosenLot]:
    """Read the lots that there were at the moment, in the order in which cursors compare ids.

    ProblemError for a place that is not there.
    """
    found = await reading.lots(choice, at_us)
    if not found:
        refuse_unknown(choice, directory)
    moment = from_us(at_us)
    there = (lot for lot in found if _was_there(lot, moment))
    return sorted(there, key=lambda lot: lot.lot_id)


def _was_there(lot: ChosenLot, moment: datetime) -> bool:
    return lot.created_at <= moment and (lot.deleted_at is None or lot.deleted_at > moment)


async def _rows(
    reading: Reading, page: Sequence[ChosenLot], found: RegistersFound, at_us: int
) -> list[ReplayRow]:
    lot_keys = [lot.lot_key for lot in page]
    facts = await read_facts_at(reading.connection, lot_keys, at_us)
    supplies = await read_supplies_at(reading.connection, lot_keys, at_us)
    sources = sources_then(await read_sources_at(reading.connection, at_us))

    def shown() -> list[ReplayRow]:
        return [
            ReplayRow(
                lot,
                shown_lot(
                    lot,
                    facts[lot.lot_key],
                    found.of_lot[lot.lot_key],
                    supplies.get(lot.lot_key),
                    sources,
                    at_us,
                ),
            )
            for lot in page
            if lot.lot_key in facts
        ]

    return await asyncio.to_thread(shown)


def _notes(there: Sequence[ChosenLot], found: RegistersFound) -> Iterator[str]:
    yield NOTE
    if not there:
        yield NO_LOT
    if found.cut_short:
        count = len(found.cut_short)
        yield (
            f"of {count} lots not all was read, for it is too much: ask for fewer, with limit"
            f" · {count} 个停车场的上报过多，未能全部读取：请用 limit 减少每页数量"
        )


async def _archived(reading: Reading, at_us: int, zone: str) -> list[str]:
    """Say so where a part of the log that counts is in an archive."""
    until_us = await archived_until_us(reading.connection)
    if until_us <= at_us - REACH_US:
        return []
    until = rfc3339(until_us, zone)
    return [
        f"the log before {until} is archived, and what was said then is missing; `onelot archive "
        f"read` brings it back · {until} 之前的上报已归档，未计入；可用 `onelot archive read` 恢复"
    ]


async def _answer(
    request: Request, asked: ReplayAsked, rows: Sequence[ReplayRow], told: Mapping[str, Any]
) -> Response:
    """Answer with objects as readers were given them, or with a file and where the next begins."""
    if asked.format == "json":
        members = [members_of(row, asked.classes) for row in rows]
        return json_answer({**told, "rows": members})
    answer = await table_answer(asked.format, table_of(rows, asked.classes), told)
    if told["next_cursor"] is not None:
        kept = [
            (name, value) for name, value in request.query_params.multi_items() if name != "cursor"
        ]
        query = urlencode([*kept, ("cursor", told["next_cursor"])])
        answer.headers["link"] = f'<{request.url.path}?{query}>; rel="next"'
    return answer

"""POST /v1/operator/check: paste what you have, and be told what it is. Nothing is stored."""

import asyncio
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Query, Request, Response

from geo.datum import Datum
from ingest.check.schemas import CheckAnswer
from ingest.formats.form import Terms
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.clock import CityClock
from parking.draft_reading import DraftRules
from parking.problems import Problem, ProblemError

AT_ONCE: Final = 1
"""Checks that a process makes at a time: each may take a second of a processor."""
MAPPING_LONGEST: Final = 8_000
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The payload as it is: JSON, XML, CSV, a spreadsheet, gzip or zip",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer} for status in (401, 403, 413, 422)
}


def check_router(clock: CityClock, rules: DraftRules) -> APIRouter:
    """Make the route."""
    router = APIRouter(tags=["operator"])
    turn = asyncio.Semaphore(AT_ONCE)

    @router.post(
        "/v1/operator/check",
        summary="What a payload is, and what is wrong with it · 数据样例检查",
        openapi_extra=roles("operator", "admin") | _BODY,
        responses={200: {"model": CheckAnswer}, **_PROBLEMS},
    )
    async def check_payload(
        request: Request,
        format_name: Annotated[
            str, Query(alias="format", max_length=64, description="A format's name, or auto")
        ] = "auto",
        coordsys: Annotated[
            Datum | None, Query(description="Datum of positions that do not say theirs")
        ] = None,
        timezone: Annotated[
            str | None,
            Query(max_length=64, description="Of local times; else the city's"),
        ] = None,
        mapping: Annotated[
            str | None, Query(max_length=MAPPING_LONGEST, description="A mapping file, TOML")
        ] = None,
    ) -> Response:
        # Every format there is comes with it, and no other call needs any.
        from ingest.check.checking import check  # noqa: PLC0415
        from ingest.check.reading import (  # noqa: PLC0415
            BadMappingError,
            ReadAs,
            UnknownFormatError,
        )

        content = await request.body()
        if not content.strip():
            raise ProblemError(Problem("missing-field", "send the payload as the request's body"))
        terms = Terms(_zone(timezone or rules.timezone), coordsys or rules.coordsys)
        read_as = ReadAs(terms, format_name, None if mapping is None else mapping.encode())
        try:
            async with turn:
                checked = await asyncio.to_thread(check, content, read_as, rules, clock.now_us())
        except UnknownFormatError as error:
            raise ProblemError(Problem("bad-field", str(error), "/query/format")) from error
        except BadMappingError as error:
            raise ProblemError(Problem("bad-field", str(error), "/query/mapping")) from error
        return Response(msgspec.json.encode(checked.to_dict()), media_type="application/json")

    return router


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        told = "timezone is an IANA name such as Asia/Shanghai"
        raise ProblemError(Problem("bad-field", told, "/query/timezone")) from error

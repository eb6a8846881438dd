"""Routes by which a person corrects a count and closes a lot. What they mean is said elsewhere."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Response

from ingest.operator.closures import Closures, StandingClosure
from ingest.operator.declaring import Declaring
from ingest.operator.recount import recount
from ingest.operator.schemas import (
    ClosureAnswer,
    ClosureBody,
    ClosureList,
    RecountAnswer,
    RecountBody,
)
from ingest.reports.prepare import Registers
from ingest.reports.schemas import ProblemAnswer
from ingest.writer import ReportWriter
from parking.access import roles
from parking.clock import CityClock
from parking.directory import Directory
from parking.plausibility import SUSPECT
from parking.principal import Principal
from parking.report import Space
from parking.storage.postgres.operator_records import OperatorRecords

_LOT: Final = "/v1/operator/lots/{lot_id}"
_MAY: Final = roles("operator", "admin")
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer} for status in (401, 403, 404, 422, 503)
}


async def principal_of(request: Request) -> Principal:
    """Return the caller whom the gate let in. Async, as the others are handed to a thread."""
    principal: Principal = request.state.principal
    return principal


Caller = Annotated[Principal, Depends(principal_of)]
LotId = Annotated[str, Path(description="The lot's id", max_length=96)]


def console_router(
    writer: ReportWriter,
    directory: Directory,
    clock: CityClock,
    records: OperatorRecords,
    registers: Registers,
) -> APIRouter:
    """Make the routes; a foreign lot and a missing one get the same 404."""
    router = APIRouter(tags=["operator"])
    declaring = Declaring(writer, directory, clock, records, registers)
    closures = Closures(declaring, records)

    @router.post(
        f"{_LOT}/recount",
        summary="Set a count by hand · 人工校正",
        openapi_extra=_MAY,
        responses={200: {"model": RecountAnswer}, **_PROBLEMS},
    )
    async def set_count(lot_id: LotId, body: RecountBody, caller: Caller) -> RecountAnswer:
        spaces = [
            Space(space_class=space.space_class, free=space.free, capacity=space.capacity)
            for space in body.spaces
        ]
        report, declared = await recount(declaring, caller, lot_id, spaces, body.reason)
        return RecountAnswer.model_validate({
            "status": declared.status,
            "flags": ["suspect"] if declared.flags & SUSPECT else [],
            "record_serial": report.record_serial,
            "observed_at": report.observed_at,
        })  # fmt: skip

    @router.post(
        f"{_LOT}/closures",
        summary="Close a lot · 临时关闭",
        status_code=201,
        openapi_extra=_MAY,
        responses={201: {"model": ClosureAnswer}, **_PROBLEMS},
    )
    async def close(lot_id: LotId, body: ClosureBody, caller: Caller) -> ClosureAnswer:
        closure = await closures.close(caller, lot_id, body.begins_at, body.ends_at, body.reason)
        return _told(closure, directory)

    @router.get(
        f"{_LOT}/closures",
        summary="Closures that stand · 生效的关闭",
        openapi_extra=_MAY,
        responses={200: {"model": ClosureList}, **_PROBLEMS},
    )
    async def list_closures(lot_id: LotId, caller: Caller) -> ClosureList:
        standing = await closures.list(caller, lot_id)
        return ClosureList(closures=[_told(closure, directory) for closure in standing])

    @router.delete(
        f"{_LOT}/closures/{{closure_id}}",
        summary="Take a closure back · 撤销关闭",
        status_code=204,
        openapi_extra=_MAY,
        responses=_PROBLEMS,
    )
    async def reopen(lot_id: LotId, closure_id: str, caller: Caller) -> Response:
        await closures.take_back(caller, lot_id, closure_id)
        return Response(status_code=204)

    return router


def _told(closure: StandingClosure, directory: Directory) -> ClosureAnswer:
    report, source = closure.report, directory.source(closure.source_key)
    return ClosureAnswer(
        closure_id=closure.closure_id,
        begins_at=report.begins_at or report.observed_at,
        ends_at=report.ends_at or report.until,
        reason=report.reason,
        source=None if source is None else source.source_id,
    )

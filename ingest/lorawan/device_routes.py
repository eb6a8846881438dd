"""Routes of an operator's list of sensors: which bay each watches."""

from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from ingest.lorawan.device_list import DeviceList as ReadList
from ingest.lorawan.device_list import read_devices, rows_of
from ingest.lorawan.fields import device_id as normalised
from ingest.lorawan.schemas import (
    DEVICES_BODY,
    AllRowsRefused,
    DeviceList,
    DevicesPut,
    told_of,
)
from ingest.lorawan.uplink import UnreadableUplinkError
from ingest.registry.rows import UnreadableFileError
from ingest.reports.answer import PROBLEM_JSON
from ingest.reports.inflate import plain_body
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.directory import Directory
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.devices import PostgresDevices

DEVICES_PATH: Final = "/v1/operator/devices"
MOST_ROWS: Final = 10_000
LIMIT_MAX: Final = 1_000
_MAY: Final = roles("operator")
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer} for status in (401, 403, 503)
}
_NO_DEVICE: Final = Problem("not-found", "There is no such device in your list.")


async def principal_of(request: Request) -> Principal:
    """Return the caller whom the gate let in. Async, as the others are handed to a thread."""
    principal: Principal = request.state.principal
    return principal


Caller = Annotated[Principal, Depends(principal_of)]


def devices_router(
    devices: PostgresDevices, directory: Directory, settled: Callable[[], Awaitable[object]]
) -> APIRouter:
    """Make the routes; each operator has a list of its own, and sees no other.

    `settled` waits until every process knows what was written.
    """
    router = APIRouter(tags=["operator"])

    @router.get(
        DEVICES_PATH,
        summary="My sensors · 我的传感器",
        openapi_extra=_MAY,
        responses={200: {"model": DeviceList}, **_PROBLEMS},
    )
    async def list_devices(
        caller: Caller,
        after: Annotated[str, Query(max_length=64, description="`next_after` of a page")] = "",
        limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100,
    ) -> DeviceList:
        found = await devices.list(caller, _key_of(caller), after=after, limit=limit)
        last = found[-1].device_id if len(found) == limit else None
        return DeviceList(devices=[told_of(device) for device in found], next_after=last)

    @router.put(
        DEVICES_PATH,
        summary="Add sensors, or change them · 登记传感器",
        openapi_extra=_MAY | DEVICES_BODY,
        responses={200: {"model": DevicesPut}, 422: {"model": AllRowsRefused}, **_PROBLEMS},
    )
    async def put_devices(
        request: Request,
        caller: Caller,
        encoding: Annotated[str | None, Header(alias="content-encoding")] = None,
    ) -> Response:
        """Good rows land and bad ones are named; those that are not in the list stay."""
        listed = _read(plain_body(await request.body(), encoding), caller, directory)
        rejected = [row.to_dict() for row in listed.rejected]
        if rejected and not listed.devices:
            whole = listed.rejected[0].problem.to_dict() | {"status": 422, "rejected": rejected}
            return JSONResponse(whole, 422, media_type=PROBLEM_JSON)
        changed = len(await devices.put(caller, _key_of(caller), listed.devices))
        if changed:
            await settled()
        unchanged = len(listed.devices) - changed
        told = {"changed": changed, "unchanged": unchanged, "rejected": rejected}
        return JSONResponse(told)

    @router.delete(
        f"{DEVICES_PATH}/{{device_id}}",
        summary="Forget a sensor; what it said stays · 删除传感器",
        status_code=204,
        openapi_extra=_MAY,
        responses={404: {"model": ProblemAnswer}, **_PROBLEMS},
    )
    async def remove_device(
        device_id: Annotated[str, Path(description="The sensor's id", max_length=64)],
        caller: Caller,
    ) -> Response:
        try:
            known_as = normalised(device_id)
        except UnreadableUplinkError as error:
            raise ProblemError(_NO_DEVICE) from error
        if not await devices.remove(caller, _key_of(caller), [known_as]):
            raise ProblemError(_NO_DEVICE)
        await settled()
        return Response(status_code=204)

    return router


def _key_of(caller: Principal) -> int:
    return int(caller.operator_key or 0)


def _read(content: bytes, caller: Principal, directory: Directory) -> ReadList:
    def owns_lot(lot_id: str) -> bool:
        lot = directory.find_lot(lot_id)
        return lot is not None and lot.operator_key == caller.operator_key

    try:
        rows = list(islice(rows_of(content), MOST_ROWS + 1))
    except UnreadableFileError as error:
        raise ProblemError(Problem("bad-request", str(error), "", status=422)) from error
    if not rows:
        raise ProblemError(Problem("missing-field", "there is no device in it", "/devices"))
    if len(rows) > MOST_ROWS:
        told = f"at most {MOST_ROWS:,} devices a request; send several"
        raise ProblemError(Problem("too-many-items", told))
    return read_devices(rows, owns_lot)

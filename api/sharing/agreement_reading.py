"""Routes that show agreements to their owners, and to whoever runs the lot."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, key_of
from api.services import Services
from api.sharing.agreement_access import (
    AGREEMENT_PATH,
    AGREEMENTS_PATH,
    ROLES,
    AgreementId,
    read_seen,
)
from api.sharing.agreement_answers import (
    agreement_told,
    dispute_told,
    suspension_told,
    window_told,
)
from api.sharing.agreement_schemas import (
    AgreementPage,
    OneAgreementAnswer,
    Status,
    WindowsAnswer,
)
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.sharing.agreement_rows import list_agreements
from parking.storage.postgres.sharing.expansions import city_time, windows_ahead
from parking.storage.postgres.sharing.own_returns import list_disputes
from parking.storage.postgres.sharing.suspension_rows import list_suspensions


def agreement_reading_router(services: Services) -> APIRouter:
    """Make the router of what is asked below /v1/sharing/agreements."""
    router = APIRouter()
    pool = services.pool

    @router.get(
        AGREEMENTS_PATH,
        openapi_extra=ROLES,
        responses={200: {"model": AgreementPage}, **problems(400, 401, 403)},
        summary="Own agreements, and those in own lots · 共享协议列表",
    )
    async def list_seen(
        caller: Caller,
        lot_id: Annotated[str | None, Query(max_length=96)] = None,
        status: Status | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> Response:
        async with scoped(pool, PLATFORM) as connection:
            page = await list_agreements(
                connection,
                caller,
                after=key_of(cursor),
                limit=limit + 1,
                lot_id=lot_id,
                status=status,
            )
        following = cursor_after(page[limit - 1].agreement_id) if len(page) > limit else None
        told = [agreement_told(agreement) for agreement in page[:limit]]
        return JSONResponse({"agreements": told, "next_cursor": following})

    @router.get(
        AGREEMENT_PATH,
        openapi_extra=ROLES,
        responses={200: {"model": OneAgreementAnswer}, **problems(401, 403, 404)},
        summary="An agreement, its suspensions and disputes · 共享协议详情",
    )
    async def read_one(agreement_id: AgreementId, caller: Caller) -> Response:
        async with scoped(pool, PLATFORM) as connection:
            agreement = await read_seen(connection, caller, agreement_id)
            suspensions = await list_suspensions(connection, agreement)
            disputes = await list_disputes(connection, agreement)
        zone = agreement.zone
        return JSONResponse(
            agreement_told(agreement)
            | {
                "suspensions": [suspension_told(found, zone) for found in suspensions],
                "disputes": [dispute_told(found, zone) for found in disputes],
            }
        )

    @router.get(
        f"{AGREEMENT_PATH}/windows",
        openapi_extra=ROLES,
        responses={200: {"model": WindowsAnswer}, **problems(401, 403, 404)},
        summary="When spaces are lent, 90 days ahead · 未来开放时段",
    )
    async def read_windows(agreement_id: AgreementId, caller: Caller) -> Response:
        async with scoped(pool, PLATFORM) as connection:
            agreement = await read_seen(connection, caller, agreement_id)
            windows = await windows_ahead(connection, agreement, await city_time(connection))
        return JSONResponse({"windows": [window_told(found, agreement.zone) for found in windows]})

    return router

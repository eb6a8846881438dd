"""Routes of operators: each part makes its own router; here they come together."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from api.dependencies import Caller, problems
from api.operator.aggregates import aggregates_router
from api.operator.drafts import drafts_router
from api.operator.feeds import feeds_router
from api.operator.keys import own_keys_router
from api.operator.lots import operator_lots_router
from api.operator.schemas import OwnIdentity
from api.operator.scores import scores_router
from api.routing import together
from api.services import Services
from parking.access import roles


def operator_router(services: Services) -> APIRouter:
    """Make the router of everything below /v1/operator but recounts and closures."""
    router = APIRouter()
    directory = services.directory

    @router.get(
        "/v1/operator",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": OwnIdentity}, **problems(401, 403)},
        summary="Who this key is · 我是谁",
    )
    async def who_am_i(caller: Caller) -> Response:
        if caller.source_key is not None and directory.source(caller.source_key) is None:
            await services.refresh()  # the key is a moment younger than what we have followed
        operator = None
        if caller.operator_key is not None:
            operator = directory.operator(caller.operator_key)
        source = None if caller.source_key is None else directory.source(caller.source_key)
        return JSONResponse({
            "role": caller.role,
            "key_id": caller.key_id,
            "operator": caller.operator_id,
            "name": operator.name if operator else None,
            "source": source.source_id if source else None,
        })  # fmt: skip

    parts = (
        router,
        feeds_router(services),
        scores_router(services),
        own_keys_router(services),
        operator_lots_router(services),
        drafts_router(services),
        aggregates_router(services),
    )
    return together(parts, "operator")

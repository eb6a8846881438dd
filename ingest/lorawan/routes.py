"""POST /v1/lorawan/{network}: where networks of sensors post what their devices said.

With a key in the header, as ChirpStack, The Things Stack, Sigfox and ThingPark can send it, or by
ThingPark's own token.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request, Response

from ingest.interlink.signed_keys import KeyById, signing_secret
from ingest.lorawan.door import NOTHING_TAKEN, LorawanDoor
from ingest.lorawan.schemas import (
    ENVELOPES_BODY,
    AllRefusedAnswer,
    EnvelopesAnswer,
    TokenKeyAnswer,
)
from ingest.lorawan.thingpark_token import is_of, only_uplink_in
from ingest.reports.answer import Answer
from ingest.reports.inflate import plain_body
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.problems import Problem, ProblemError

_BASE: Final = "/v1/lorawan"
_THINGPARK: Final = "thingpark"
_MAY: Final = roles("operator")
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": EnvelopesAnswer, "description": "Each answered; what stands is committed"},
    404: {"model": ProblemAnswer, "description": "No such network; the detail names those there"},
    422: {"model": AllRefusedAnswer, "description": "Nothing of it could be taken, and why"},
    429: {"model": ProblemAnswer, "description": "Over this key's rate; see Retry-After"},
    503: {"model": ProblemAnswer, "description": "Nothing acknowledged; send the same again"},
}
_BAD_TOKEN: Final = Problem(
    "unauthorized", "The token is not that of this message and of this key; check the key."
)
Network = Annotated[
    str, Path(description="chirpstack, things_stack, thingpark, sigfox", max_length=40)
]
KeyId = Annotated[str, Path(description="The key's id · 密钥编号", max_length=64)]
Encoding = Annotated[str | None, Header(alias="content-encoding")]


def lorawan_router(door: LorawanDoor, *, city_secret: bytes, key_by_id: KeyById) -> APIRouter:
    """Make the routes."""
    router = APIRouter(tags=["lorawan"])

    @router.get(
        f"{_BASE}/signing",
        openapi_extra=_MAY,
        summary="The key of a ThingPark connection · 认证密钥",
    )
    async def show_key(request: Request) -> TokenKeyAnswer:
        key_id = request.state.principal.key_id or ""
        path = f"{_BASE}/signed/{key_id}/{_THINGPARK}"
        key = signing_secret(city_secret, key_id).lower()
        return TokenKeyAnswer(key_id=key_id, key=key, path=path)

    @router.post(
        f"{_BASE}/{{network}}",
        openapi_extra=_MAY | ENVELOPES_BODY,
        responses=_RESPONSES,
        summary="Sensors' messages from a network · 物联网平台回调",
    )
    async def take(request: Request, network: Network, encoding: Encoding = None) -> Response:
        """One envelope or up to 1,000; answered when they are committed."""
        content = plain_body(await request.body(), encoding)
        return _response(await door.take(request.state.principal, network, content))

    @router.post(
        f"{_BASE}/signed/{{key_id}}/{_THINGPARK}",
        openapi_extra=roles("anonymous") | ENVELOPES_BODY,
        responses={401: {"model": ProblemAnswer}, **_RESPONSES},
        summary="ThingPark's messages, by its token · ThingPark 签名回调",
    )
    async def take_signed(request: Request, key_id: KeyId, encoding: Encoding = None) -> Response:
        content = plain_body(await request.body(), encoding)
        uplink = only_uplink_in(content)
        if uplink is None:
            return _response(NOTHING_TAKEN)
        # Checked before the key is looked up: who cannot sign gets no question to the database.
        is_signed = is_of(uplink, request.url.query, signing_secret(city_secret, key_id))
        principal = await key_by_id(key_id) if is_signed else None
        if principal is None or principal.role != "operator":
            raise ProblemError(_BAD_TOKEN)
        return _response(await door.take(principal, _THINGPARK, content))

    return router


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers))

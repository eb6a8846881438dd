"""POST /v1/interlink/… over HTTP: with a key in the header, or signed by a vendor's program."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response

from ingest.interlink.acknowledgement import acknowledge
from ingest.interlink.door import InterlinkDoor
from ingest.interlink.outcome import Outcome
from ingest.interlink.profile import Profile
from ingest.interlink.received import Received, UnreadableError
from ingest.interlink.schemas import InterlinkProfileAnswer, SigningAnswer, told_of
from ingest.interlink.signature import is_signed
from ingest.interlink.signed_keys import KeyById, signing_secret
from ingest.reports.answer import Answer, problem_answer
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.principal import Principal
from parking.problems import Problem
from parking.words import Words

_BASE: Final = "/v1/interlink"
_MAY: Final = roles("operator", "admin")
_OWN_WORDS: Final[dict[str, Any]] = {"*/*": {}}
"""A vendor's program understands no other."""
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "In the vendor's own words; what is acknowledged is committed"},
    404: {"model": ProblemAnswer, "description": "No such profile; the detail names those there"},
    503: {"description": "Nothing acknowledged; send the same again", "content": _OWN_WORDS},
}
_NO_SIGNATURE: Final = Words("该接口没有约定签名", "this profile has no signature")
_BAD_SIGNATURE: Final = Words(
    "签名不正确，请检查密钥与签名串", "the signature is wrong; check the secret and what is signed"
)
ProfileName = Annotated[str, Path(description="The profile's name · 接口名", max_length=48)]
MessageName = Annotated[str, Path(description="The message's name · 消息名", max_length=64)]
KeyId = Annotated[str, Path(description="The key's id · 密钥编号", max_length=64)]


def interlink_router(
    door: InterlinkDoor, *, city_secret: bytes, key_by_id: KeyById | None = None
) -> APIRouter:
    """Make the routes; those that are signed only where keys can be found by their ids."""
    router = APIRouter(tags=["interlink"])

    @router.get(
        _BASE, openapi_extra=roles("anonymous"), summary="Profiles of vendors and cities · 接口清单"
    )
    async def list_profiles() -> list[InterlinkProfileAnswer]:
        return [told_of(profile) for profile in door.profiles.values()]

    @router.get(
        f"{_BASE}/signing", openapi_extra=_MAY, summary="The secret to sign with · 签名密钥"
    )
    async def show_secret(request: Request) -> SigningAnswer:
        principal: Principal = request.state.principal
        key_id = principal.key_id or ""
        secret, path = signing_secret(city_secret, key_id), f"{_BASE}/signed/{key_id}"
        return SigningAnswer(key_id=key_id, secret=secret, path=path)

    @router.post(
        f"{_BASE}/{{profile}}", openapi_extra=_MAY, responses=_RESPONSES,
        summary="Push in a vendor's own format · 厂商推送",
    )  # fmt: skip
    async def push(request: Request, profile: ProfileName) -> Response:
        return await _by_key(door, request, profile, None)

    @router.post(
        f"{_BASE}/{{profile}}/{{message}}", openapi_extra=_MAY, responses=_RESPONSES,
        summary="Push one kind of message · 厂商推送（指定消息）",
    )  # fmt: skip
    async def push_message(
        request: Request, profile: ProfileName, message: MessageName
    ) -> Response:
        return await _by_key(door, request, profile, message)

    if key_by_id is not None:
        _add_signed(router, door, city_secret, key_by_id)
    return router


def _add_signed(
    router: APIRouter, door: InterlinkDoor, city_secret: bytes, key_by_id: KeyById
) -> None:
    """Add the routes for programs that sign; the signature lets in, not a role."""

    async def signed(request: Request, key_id: str, name: str, message: str | None) -> Response:
        opened = await _opened(door, request, name)
        if isinstance(opened, Answer):
            return _response(opened)
        profile, received = opened
        rule = profile.signature
        if rule is None:
            return _response(_turned_away(profile, received, _NO_SIGNATURE))
        secret = signing_secret(city_secret, key_id)
        principal = await key_by_id(key_id) if is_signed(rule, received, secret) else None
        if principal is None or principal.role != "operator":
            return _response(_turned_away(profile, received, _BAD_SIGNATURE))
        return _response(await door.handle(principal, profile, received, message))

    @router.post(
        f"{_BASE}/signed/{{key_id}}/{{profile}}", openapi_extra=roles("anonymous"),
        responses=_RESPONSES, summary="Push, signed · 签名推送",
    )  # fmt: skip
    async def push_signed(request: Request, key_id: KeyId, profile: ProfileName) -> Response:
        return await signed(request, key_id, profile, None)

    @router.post(
        f"{_BASE}/signed/{{key_id}}/{{profile}}/{{message}}", openapi_extra=roles("anonymous"),
        responses=_RESPONSES, summary="Push one kind of message, signed · 签名推送（指定消息）",
    )  # fmt: skip
    async def push_message_signed(
        request: Request, key_id: KeyId, profile: ProfileName, message: MessageName
    ) -> Response:
        return await signed(request, key_id, profile, message)


async def _by_key(
    door: InterlinkDoor, request: Request, name: str, message: str | None
) -> Response:
    opened = await _opened(door, request, name)
    if isinstance(opened, Answer):
        return _response(opened)
    profile, received = opened
    return _response(await door.handle(request.state.principal, profile, received, message))


async def _opened(
    door: InterlinkDoor, request: Request, name: str
) -> tuple[Profile, Received] | Answer:
    """Find the profile and open the body, or say why that cannot be."""
    profile = door.profile(name)
    if isinstance(profile, Problem):
        return problem_answer(profile)
    head = request.headers
    try:
        received = door.open(
            await request.body(), head.get("content-type", ""), head.get("content-encoding")
        )
    except UnreadableError as error:
        return acknowledge(profile, None, [Outcome("rejected", error.words)])
    return profile, received


def _turned_away(profile: Profile, received: Received, why: Words) -> Answer:
    return acknowledge(profile, received, [Outcome("unauthorized", why)])


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers))

"""Routes of what gates check with: public keys, a lot's key for plates, a driver's own proof."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import Caller, problems
from api.services import Services
from api.sharing.bookings import BOOKING_PATH, NO_STORE, BookingId
from api.sharing.gate_schemas import (
    LotKeyAnswer,
    NewKeyAnswer,
    ProofAnswer,
    PublicKeyAnswer,
    PublicKeysAnswer,
)
from api.sharing.once import Once, Reply
from parking.access import roles
from parking.problems import Problem, ProblemError
from parking.sharing.signing import to_base64url
from parking.sharing.whose import is_hidden
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing import booking_steps as steps
from parking.storage.postgres.sharing.gate_keys import GateKeys, KeyTooFreshError, add_key
from parking.storage.postgres.sharing.gate_orders import authorisation_of

KEYS_PATH: Final = "/v1/sharing/gate-keys"
FRESH_FOR: Final = timedelta(hours=1)
LotId = Annotated[str, Path(description="The lot's id", max_length=96)]


def signing_keys_router(services: Services, once: Once) -> APIRouter:
    """Make the router."""
    router = APIRouter()
    keys = GateKeys(services.pool)

    @router.get(
        KEYS_PATH,
        openapi_extra=roles("anonymous"),
        responses=problems(),
        summary="Public keys that gates check with · 道闸验签公钥",
    )
    async def public_keys(response: Response) -> PublicKeysAnswer:
        published = [PublicKeyAnswer.model_validate(key) for key in await keys.published()]
        response.headers["cache-control"] = f"public, max-age={FRESH_FOR.seconds}"
        return PublicKeysAnswer(keys=published)

    @router.get(
        KEYS_PATH + "/{lot_id}",
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404),
        summary="The key under which a lot's gate knows plates · 车场车牌密钥",
    )
    async def plate_key(lot_id: LotId, caller: Caller, response: Response) -> LotKeyAnswer:
        key = await keys.of_lot(caller, lot_id)
        if key is None:
            raise ProblemError(Problem("not-found", "You run no such lot."))
        response.headers.update(NO_STORE)
        return LotKeyAnswer(lot_id=lot_id, plate_key=to_base64url(key))

    @router.get(
        BOOKING_PATH + "/authorisation",
        openapi_extra=roles("driver"),
        responses=problems(401, 403, 404),
        summary="Own proof for the gate · 入场凭证",
    )
    async def own_proof(booking_id: BookingId, caller: Caller, response: Response) -> ProofAnswer:
        async with scoped(services.pool, PLATFORM) as connection:
            booking = await steps.see(connection, booking_id, caller)
            token = await authorisation_of(connection, booking.booking_key)
        if token is None or is_hidden(booking):  # it says where the space is
            raise ProblemError(Problem("not-found", "No gate was told of that booking yet."))
        response.headers.update(NO_STORE)
        return ProofAnswer(authorisation=token)

    _add_rotation(router, once)
    return router


def _add_rotation(router: APIRouter, once: Once) -> None:
    @router.post(
        KEYS_PATH,
        status_code=201,
        openapi_extra=roles("admin"),
        responses={201: {"model": NewKeyAnswer}, **problems(400, 401, 403, 409, 422)},
        summary="Make the next signing key · 更换签名密钥",
    )
    async def next_key(request: Request, caller: Caller) -> Response:
        async def work(connection: Connection) -> Reply:
            try:
                return Reply.of(201, {"kid": await add_key(connection, caller)})
            except KeyTooFreshError:
                told = "The newest key waits a day until gates have fetched it; try again then."
                raise ProblemError(Problem("conflict", told)) from None

        return await once.run(request, caller, work)

"""Routes of payments: an admin tells what was paid by hand; who has an account reads its own."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.dependencies import Caller, problems
from api.services import Services
from api.sharing.booking_schemas import Body
from api.sharing.once import Once, Reply
from parking.access import roles
from parking.problems import Problem, ProblemError
from parking.sharing.payments import AMOUNT_MAX, REFERENCE_MAX, ManualPayments
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing.payments import NoPartyError, own_balance, take


class PaymentBody(Body):
    """One payment; negative where the platform paid out."""

    kind: Literal["driver", "operator", "owner"]
    party: str = Field(description="A driver's id, an operator's, or an owner's key id")
    fen: int = Field(default=0, ge=-AMOUNT_MAX, le=AMOUNT_MAX)
    credits: int = Field(default=0, ge=-AMOUNT_MAX, le=AMOUNT_MAX)
    reference: str = Field(min_length=1, max_length=REFERENCE_MAX, description="Receipt, transfer")


class AccountAnswer(BaseModel):
    """What an account comes to: below zero it owes, above zero it is owed."""

    fen: int
    credits: int


def payments_router(services: Services, once: Once) -> APIRouter:
    """Make the router; payment services join by an adapter of `parking.sharing.payments`."""
    router = APIRouter()
    manual = ManualPayments()

    @router.post(
        "/v1/sharing/payments",
        status_code=201,
        openapi_extra=roles("admin"),
        responses={201: {"model": AccountAnswer},
                   **problems(400, 401, 403, 404, 413, 415, 422)},
        summary="Book a payment made by hand · 登记收付款",
    )  # fmt: skip
    async def pay(body: PaymentBody, request: Request, caller: Caller) -> Response:
        receipt = manual.read(body.model_dump())

        async def work(connection: Connection) -> Reply:
            try:
                balance = await take(connection, caller, manual, receipt)
            except NoPartyError:
                told = f"There is no such {receipt.kind}."
                raise ProblemError(Problem("not-found", told, "/party")) from None
            return Reply.of(201, {"fen": balance.fen, "credits": balance.credits})

        return await once.run(request, caller, work)

    @router.get(
        "/v1/sharing/account",
        openapi_extra=roles("driver", "owner", "operator"),
        responses=problems(401, 403),
        summary="What an own account comes to · 我的账户",
    )
    async def read_account(caller: Caller, response: Response) -> AccountAnswer:
        async with scoped(services.pool, PLATFORM) as connection:
            balance = await own_balance(connection, caller)
        response.headers["cache-control"] = "no-store"
        return AccountAnswer(fen=balance.fen, credits=balance.credits)

    return router

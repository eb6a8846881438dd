"""Routes by which an operator says whom to tell of its feeds, tries it, and sees what was told."""

from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from ingest.alerts.schemas import (
    ContactAnswer,
    ContactBody,
    DeliveryAnswer,
    DeliveryList,
    NewContactAnswer,
)
from ingest.alerts.signing import fresh_secret
from ingest.alerts.terms import AlertTerms
from ingest.polling.targets import target_of
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.clock import CityClock
from parking.directory import Directory
from parking.feeds.messages import trial_message
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.contacts import Contact, Contacts
from parking.storage.postgres.feed_messages import FeedMessages, NewMessage

WEBHOOK_PATH: Final = "/v1/operator/webhook"
SHOWN: Final = 50
_MAY: Final = roles("operator", "admin")
_NOBODY: Final = Problem("not-found", "Nobody is told; PUT says whom to tell.")
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer} for status in (401, 403, 404, 422, 503)
}


async def principal_of(request: Request) -> Principal:
    """Return the caller whom the gate let in. Async, as the others are handed to a thread."""
    principal: Principal = request.state.principal
    return principal


Caller = Annotated[Principal, Depends(principal_of)]
Whose = Annotated[str | None, Query(alias="operator", max_length=64, description="For an admin")]


def alerts_router(
    contacts: Contacts,
    messages: FeedMessages,
    directory: Directory,
    clock: CityClock,
    terms: AlertTerms,
) -> APIRouter:
    """Make the routes; an admin says whose it means."""
    router = APIRouter(tags=["operator"])

    @router.put(
        WEBHOOK_PATH,
        summary="Whom to tell when a feed dies, freezes or comes back · 设置告警",
        openapi_extra=_MAY,
        responses={200: {"model": NewContactAnswer}, **_PROBLEMS},
    )
    async def put_contact(
        body: ContactBody, caller: Caller, response: Response, operator: Whose = None
    ) -> NewContactAnswer:
        _refuse_unsendable(body, terms)
        key, _ = _whose(caller, operator, directory)
        secret = None if body.url is None else fresh_secret()
        await contacts.put(
            caller, key, url=body.url, secret=secret, mail_to=tuple(body.mail_to), lang=body.lang
        )
        response.headers["cache-control"] = "no-store"
        stored = _told(await contacts.find(caller, key))
        return NewContactAnswer(**stored.model_dump(), secret=secret)

    @router.get(
        WEBHOOK_PATH,
        summary="Who is told · 告警设置",
        openapi_extra=_MAY,
        responses={200: {"model": ContactAnswer}, **_PROBLEMS},
    )
    async def get_contact(caller: Caller, operator: Whose = None) -> ContactAnswer:
        key, _ = _whose(caller, operator, directory)
        return _told(await contacts.find(caller, key))

    @router.delete(
        WEBHOOK_PATH,
        summary="Tell nobody any more · 取消告警",
        status_code=204,
        openapi_extra=_MAY,
        responses=_PROBLEMS,
    )
    async def delete_contact(caller: Caller, operator: Whose = None) -> Response:
        key, _ = _whose(caller, operator, directory)
        if not await contacts.remove(caller, key):
            raise ProblemError(_NOBODY)
        return Response(status_code=204)

    @router.post(
        f"{WEBHOOK_PATH}/test",
        summary="Send a test message by each way · 发送测试消息",
        status_code=202,
        openapi_extra=_MAY,
        responses=_PROBLEMS,
    )
    async def send_test(caller: Caller, operator: Whose = None) -> Response:
        key, operator_id = _whose(caller, operator, directory)
        _told(await contacts.find(caller, key))
        body = trial_message(operator_id, clock.now_us(), terms.zone)
        await messages.put(NewMessage(key, "test", body))
        return Response(status_code=202)

    @router.get(
        f"{WEBHOOK_PATH}/deliveries",
        summary="What was told lately, and how that went · 告警发送记录",
        openapi_extra=_MAY,
        responses={200: {"model": DeliveryList}, **_PROBLEMS},
    )
    async def list_deliveries(caller: Caller, operator: Whose = None) -> DeliveryList:
        key, _ = _whose(caller, operator, directory)
        newest = await messages.newest(caller, key, SHOWN)
        return DeliveryList(deliveries=[DeliveryAnswer(**asdict(one)) for one in newest])

    return router


def _whose(caller: Principal, operator: str | None, directory: Directory) -> tuple[int, str]:
    """Return whose it is about; another operator's is answered like one that is not."""
    if caller.role == "operator" and caller.operator_key is not None:
        if operator in {None, caller.operator_id}:
            return caller.operator_key, str(caller.operator_id)
        raise ProblemError(Problem("not-found", "There is no such operator."))
    if operator is None:
        told = "an admin says whose it means"
        raise ProblemError(Problem("missing-field", told, "/query/operator"))
    known = directory.find_operator(operator)
    if known is None:
        raise ProblemError(Problem("not-found", "There is no such operator."))
    return known.operator_key, known.operator_id


def _refuse_unsendable(body: ContactBody, terms: AlertTerms) -> None:
    """Refuse mail where the city sends none, and http but in a network that is vouched for."""
    if body.mail_to and terms.smtp is None:
        told = "this city sends no mail: whoever runs it sets ONELOT_SMTP_HOST"
        raise ProblemError(Problem("bad-field", told, "/mail_to"))
    if body.url is None or body.url.startswith("https:"):
        return
    if not terms.allow.has_address(target_of(body.url).host):
        told = "it must begin with https://, so that nobody between reads or changes it"
        raise ProblemError(Problem("bad-field", told, "/url"))


def _told(contact: Contact | None) -> ContactAnswer:
    if contact is None:
        raise ProblemError(_NOBODY)
    return ContactAnswer(
        url=contact.url,
        mail_to=list(contact.mail_to),
        lang=contact.lang,
        has_secret=contact.url is not None,
        changed_at=contact.changed_at,
    )

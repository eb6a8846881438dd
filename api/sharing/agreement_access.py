"""What routes of agreements ask first: is there such an agreement, and may the caller do that."""

from typing import Annotated, Final, NoReturn

from fastapi import Path

from parking.access import roles
from parking.clock import DAY_US
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.agreement_rows import Agreement, find_agreement
from parking.storage.postgres.sharing.lent_spaces import SpaceLentError

AGREEMENTS_PATH: Final = "/v1/sharing/agreements"
AGREEMENT_PATH: Final = "/v1/sharing/agreements/{agreement_id}"
LONGEST_US: Final = 366 * DAY_US
ROLES: Final = roles("owner", "operator", "admin")
NO_AGREEMENT: Final = Problem("not-found", "There is no such agreement.")
AgreementId = Annotated[str, Path(description="The agreement's id", max_length=64)]


async def lock_seen(connection: Connection, caller: Principal, agreement_id: str) -> Agreement:
    """Lock one to change it; another's answers like one that is not there."""
    return _found(await find_agreement(connection, caller, agreement_id, lock=True))


async def read_seen(connection: Connection, caller: Principal, agreement_id: str) -> Agreement:
    return _found(await find_agreement(connection, caller, agreement_id))


def demand_owner(agreement: Agreement, caller: Principal) -> None:
    """Refuse whoever runs the lot only: what is lent is the owner's to say."""
    if not agreement.is_owned_by(caller):
        told = (
            "This is for the agreement's owner; as the lot's operator you can agree, suspend, end."
        )
        raise ProblemError(Problem("forbidden", told))


def demand_running(agreement: Agreement) -> None:
    """Refuse to change what is over."""
    if agreement.status in {"refused", "ended"}:
        told = f"This agreement is {agreement.status}; make a new one."
        raise ProblemError(Problem("illegal-step", told, current=agreement.status))


def refuse_lent(error: SpaceLentError) -> NoReturn:
    """Say which space another agreement lends."""
    told = (
        f"Space {error.space_code} is lent under another agreement; end that one or leave it out."
    )
    raise ProblemError(Problem("conflict", told, "/spaces")) from error


def demand_span(during: Moments, now_us: int) -> None:
    """Refuse a time that is no time, has passed, or lasts longer than a year."""
    begin_us, end_us = during
    if begin_us >= end_us:
        raise ProblemError(Problem("bad-field", "from must be before to", "/from"))
    if end_us <= now_us:
        raise ProblemError(Problem("bad-field", "to has passed already", "/to"))
    if end_us - begin_us > LONGEST_US:
        told = "at most 366 days; to lend no longer, end the agreement"
        raise ProblemError(Problem("bad-field", told, "/to"))


def _found(agreement: Agreement | None) -> Agreement:
    if agreement is None:
        raise ProblemError(NO_AGREEMENT)
    return agreement

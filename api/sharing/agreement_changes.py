"""What a caller wants of an agreement, read and held against what that caller may do."""

from collections.abc import Mapping
from typing import Final

from api.operator.problems import all_of
from api.sharing.agreement_access import demand_owner, demand_running, refuse_lent
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.terms import Terms
from parking.sharing.terms_reading import merge_patch, read_terms
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.agreements import (
    Changed,
    UnknownLotError,
    decide_agreement,
    edit_agreement,
    make_agreement,
)
from parking.storage.postgres.sharing.audiences import unknown_drivers
from parking.storage.postgres.sharing.communities import find_community
from parking.storage.postgres.sharing.expansions import city_time
from parking.storage.postgres.sharing.lent_spaces import SpaceLentError

DECISIONS: Final = {"active": True, "refused": False}


async def create(connection: Connection, caller: Principal, body: Mapping[str, object]) -> Changed:
    """Make an agreement of a body; raises every problem that it has."""
    terms = _read(read_terms(body))
    await _check_audience(connection, caller, terms, before=None)
    try:
        made = await make_agreement(connection, caller, terms)
    except UnknownLotError as error:
        told = f"There is no lot {terms.lot_id}; register it first."
        raise ProblemError(Problem("unknown-lot", told, "/lot_id")) from error
    except SpaceLentError as error:
        refuse_lent(error)
    await _demand_days_to_come(connection, made.agreement)
    return made


async def patch(
    connection: Connection, caller: Principal, agreement: Agreement, body: Mapping[str, object]
) -> Changed:
    """Change an agreement that is locked: its terms, or whether it is agreed to."""
    demand_running(agreement)
    try:
        if "status" in body:
            agrees = _read_decision(agreement, caller, body)
            return await decide_agreement(connection, caller, agreement, agrees=agrees)
        demand_owner(agreement, caller)
        terms = _read(merge_patch(agreement.terms, body))
        if not agreement.is_at_home_with(caller):
            _refuse_more_spaces(agreement, terms)
        await _check_audience(connection, caller, terms, before=agreement.terms)
        changed = await edit_agreement(connection, caller, agreement, terms)
    except SpaceLentError as error:
        refuse_lent(error)
    await _demand_days_to_come(connection, changed.agreement)
    return changed


def _read(terms: Terms | list[Problem]) -> Terms:
    if isinstance(terms, list):
        raise ProblemError(all_of(terms))
    return terms


def _read_decision(agreement: Agreement, caller: Principal, body: Mapping[str, object]) -> bool:
    if len(body) > 1:
        told = "send status alone; terms are changed by another call"
        raise ProblemError(Problem("bad-field", told, "/status"))
    agrees = DECISIONS.get(str(body["status"]))
    if agrees is None:
        told = "status is active (to agree) or refused; DELETE ends an agreement"
        raise ProblemError(Problem("bad-field", told, "/status"))
    if not agreement.is_run_by(caller):
        raise ProblemError(Problem("forbidden", "Whoever runs the lot agrees, nobody else."))
    if agreement.status != "proposed":
        told = f"This agreement is {agreement.status}: there is nothing to agree to."
        raise ProblemError(Problem("illegal-step", told, current=agreement.status))
    return agrees


def _refuse_more_spaces(agreement: Agreement, terms: Terms) -> None:
    """The operator agreed to some spaces of its lot, not to others."""
    agreed = set(agreement.terms.space_codes)
    more = [code for code in terms.space_codes if code not in agreed]
    if more and agreement.status == "active":
        told = f"The lot's operator has not agreed to {more[0]}; make another agreement for it."
        raise ProblemError(Problem("conflict", told, "/spaces"))


async def _check_audience(
    connection: Connection, caller: Principal, terms: Terms, before: Terms | None
) -> None:
    """Find a community or drivers that are not there; who was let in before may have gone."""
    audience, was = terms.audience, None if before is None else before.audience
    if audience == was:
        return
    if audience.community is not None:
        if await find_community(connection, caller, audience.community) is None:
            told = f"You have no community {audience.community}; make it first."
            raise ProblemError(Problem("bad-field", told, "/audience/community"))
        return
    fresh = [driver for driver in audience.drivers if was is None or driver not in was.drivers]
    unknown = await unknown_drivers(connection, fresh)
    if unknown:
        place = f"/audience/drivers/{audience.drivers.index(unknown[0])}"
        raise ProblemError(Problem("bad-field", f"there is no driver {unknown[0]}", place))


async def _demand_days_to_come(connection: Connection, agreement: Agreement) -> None:
    """Refuse validity that is over; raising undoes what was done."""
    if agreement.terms.until < agreement.day_of(await city_time(connection)):
        told = "valid.until has passed already; choose a later day, or end the agreement"
        raise ProblemError(Problem("bad-field", told, "/valid/until"))

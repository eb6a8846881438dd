"""Agreements as they are made, edited, agreed to and ended, each in the caller's transaction.

What changes here locks the agreement first, then its spaces in the order of their keys, as bookings
lock theirs. Who may do it, ask before: this knows owners, no roles.
"""

from dataclasses import dataclass
from datetime import date

from parking.clock import to_us
from parking.principal import Principal
from parking.sharing.terms import Terms
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_bookings import outside_of
from parking.storage.postgres.sharing.agreement_rows import (
    Agreement,
    AgreementStatus,
    find_agreement,
    note_change,
)
from parking.storage.postgres.sharing.expansions import (
    city_time,
    close_windows,
    expand_agreement,
)
from parking.storage.postgres.sharing.lent_spaces import demand_free, lend
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.own_days import read_calendar
from parking.storage.postgres.sharing.ranges import days_range
from parking.storage.postgres.sharing.stored_terms import terms_to_stored


class UnknownLotError(LookupError):
    """There is no such lot in the registry."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An agreement as it is now; days on which a window lasts no time; bookings that stand though
    they would not be granted any more, by their ids.
    """

    agreement: Agreement
    skipped: list[date]
    outside: list[str]


async def make_agreement(connection: Connection, actor: Principal, terms: Terms) -> Changed:
    """Make one for the caller, or for the lot's operator where an admin calls.

    It is active at once where the key's operator runs the lot, else proposed. Raises
    UnknownLotError and SpaceLentError.
    """
    lot = await connection.fetchrow(query("sharing/lot_for_sharing"), terms.lot_id)
    if lot is None:
        raise UnknownLotError(terms.lot_id)
    is_at_home = actor.role == "admin" or actor.operator_key == lot["operator_key"]
    status: AgreementStatus = "active" if is_at_home else "proposed"
    is_owner = actor.role == "owner"
    operator_key = lot["operator_key"] if actor.role == "admin" else actor.operator_key
    agreement_id = new_id()
    agreement_key = await connection.fetchval(
        query("sharing/agreement_insert"),
        agreement_id,
        lot["lot_key"],
        None if is_owner else operator_key,
        actor.key_id if is_owner else None,
        status,
        terms_to_stored(terms),
        days_range(terms.first, terms.until),
        terms.buffer_min,
    )
    await _keep_version(connection, actor, agreement_key, 1, terms)
    agreement = await _read(connection, actor, agreement_id)
    await note_change(connection, actor, "agreement.create", agreement)
    return await _put_to_work(connection, actor, agreement)


async def edit_agreement(
    connection: Connection, actor: Principal, agreement: Agreement, terms: Terms
) -> Changed:
    """Make new terms hold from now on. Bookings that stand are kept, whatever the terms say.

    Raises SpaceLentError.
    """
    version = await connection.fetchval(
        query("sharing/agreement_edit"),
        agreement.agreement_key,
        terms_to_stored(terms),
        days_range(terms.first, terms.until),
        terms.buffer_min,
    )
    await _keep_version(connection, actor, agreement.agreement_key, version, terms)
    edited = await _read(connection, actor, agreement.agreement_id)
    await note_change(connection, actor, "agreement.edit", edited)
    return await _put_to_work(connection, actor, edited)


async def decide_agreement(
    connection: Connection, actor: Principal, agreement: Agreement, *, agrees: bool
) -> Changed:
    """Let the lot's operator agree to a proposed agreement, or refuse. Raises SpaceLentError."""
    decided: AgreementStatus = "active" if agrees else "refused"
    await connection.execute(query("sharing/agreement_status"), agreement.agreement_key, decided)
    agreement = await _read(connection, actor, agreement.agreement_id)
    await note_change(connection, actor, f"agreement.{'agree' if agrees else 'refuse'}", agreement)
    return await _put_to_work(connection, actor, agreement)


async def end_agreement(connection: Connection, actor: Principal, agreement: Agreement) -> None:
    """Lend nothing from now on. Bookings that stand are kept; their spaces are let go."""
    await lend(connection, agreement.lot_key, agreement.agreement_key, [])
    await close_windows(connection, agreement)
    await connection.execute(query("sharing/agreement_status"), agreement.agreement_key, "ended")
    await note_change(connection, actor, "agreement.end", agreement)


async def _put_to_work(connection: Connection, actor: Principal, agreement: Agreement) -> Changed:
    """Let an active agreement lend its spaces in its windows; look at others only."""
    codes = agreement.terms.space_codes
    if agreement.status == "refused":
        return Changed(agreement, [], [])
    if agreement.status != "active":
        await demand_free(connection, agreement.lot_key, codes)
        return Changed(agreement, [], [])
    await lend(connection, agreement.lot_key, agreement.agreement_key, codes)
    expanded = await expand_agreement(connection, agreement, await read_calendar(connection))
    now_us = to_us(await city_time(connection))
    outside = await outside_of(connection, agreement, expanded.windows, now_us)
    agreement = await _read(connection, actor, agreement.agreement_id)
    return Changed(agreement, expanded.skipped, outside)


async def _read(connection: Connection, actor: Principal, agreement_id: str) -> Agreement:
    found = await find_agreement(connection, actor, agreement_id)
    if found is None:
        raise LookupError(f"there is no agreement {agreement_id}")
    return found


async def _keep_version(
    connection: Connection, actor: Principal, agreement_key: int, version: int, terms: Terms
) -> None:
    await connection.execute(
        query("sharing/agreement_version_insert"),
        agreement_key, version, terms_to_stored(terms), actor.key_id,
    )  # fmt: skip

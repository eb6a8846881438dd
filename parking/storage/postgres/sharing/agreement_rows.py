"""An agreement as it is read, with facts of its lot, and whose it is. Its changes are elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import asyncpg

from parking.principal import Principal
from parking.sharing.terms import Terms
from parking.storage.postgres import audit
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.stored_terms import terms_from_stored

AgreementStatus = Literal["proposed", "active", "refused", "ended"]

_LOCKED: Final = "\nfor no key update of a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The owner is an operator, or a single owner's key. `zone` is the lot's."""

    agreement_key: int
    agreement_id: str
    lot_key: int
    lot_id: str
    lot_operator_key: int
    zone: str
    is_lot_gone: bool
    owner_operator_key: int | None
    owner_operator_id: str | None
    owner_key_id: str | None
    status: AgreementStatus
    version: int
    terms: Terms
    expanded_until: date | None
    calendar_edition: str | None
    created_at: datetime
    updated_at: datetime

    def is_owned_by(self, principal: Principal) -> bool:
        """Tell whether the caller may change what is lent; an admin may."""
        if self.owner_operator_key is not None:
            return principal.may_act_for(self.owner_operator_key)
        return principal.role == "admin" or principal.key_id == self.owner_key_id

    def is_run_by(self, principal: Principal) -> bool:
        """Tell whether the caller runs the lot, and so decides what is lent in it."""
        return principal.may_act_for(self.lot_operator_key)

    def is_at_home_with(self, principal: Principal) -> bool:
        """Tell whether the key's operator runs the lot, so that nobody else need agree."""
        return principal.role == "admin" or principal.operator_key == self.lot_operator_key

    def is_seen_by(self, principal: Principal) -> bool:
        return self.is_owned_by(principal) or self.is_run_by(principal)

    def day_of(self, moment: datetime) -> date:
        """Return the lot's local day."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


async def find_agreement(
    connection: Connection, principal: Principal, agreement_id: str, *, lock: bool = False
) -> Agreement | None:
    """Read one that the caller may see; `lock`: nobody else changes it until the end.

    Bookings may be made meanwhile, unless their spaces are locked too.
    """
    statement = query("sharing/agreement_find") + (_LOCKED if lock else "")
    row = await connection.fetchrow(statement, agreement_id)
    found = None if row is None else _agreement(row)
    return found if found is not None and found.is_seen_by(principal) else None


async def list_agreements(
    connection: Connection,
    principal: Principal,
    *,
    after: str = "",
    limit: int = 1_000,
    lot_id: str | None = None,
    status: AgreementStatus | None = None,
) -> list[Agreement]:
    """List what the caller may see in the order of ids, those above `after`."""
    operator_key = principal.operator_key if principal.role == "operator" else None
    rows = await connection.fetch(
        query("sharing/agreements_list"), after, lot_id, status, principal.role == "admin",
        principal.key_id, operator_key, limit,
    )  # fmt: skip
    return [_agreement(row) for row in rows]


async def note_change(
    connection: Connection,
    actor: Principal,
    action: str,
    agreement: Agreement,
    detail: dict[str, Any] | None = None,
) -> None:
    """Leave a trail of who changed it, which the lot's operator sees too."""
    detail = {"lot_id": agreement.lot_id, "version": agreement.version} | (detail or {})
    operator_key = agreement.lot_operator_key
    await audit.record(
        connection, actor, action, agreement.agreement_id, operator_key=operator_key, detail=detail
    )


def _agreement(row: asyncpg.Record) -> Agreement:
    plain = dict(row)
    return Agreement(**plain | {"terms": terms_from_stored(plain["terms"])})

"""Agreements, suspensions and disputes as callers read them; times in the lot's zone."""

from datetime import datetime
from typing import Any

from parking.clock import rfc3339, to_us
from parking.sharing.terms import Moments, OpenWindow
from parking.sharing.terms_reading import terms_to_wire
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.agreements import Changed
from parking.storage.postgres.sharing.own_returns import Dispute
from parking.storage.postgres.sharing.suspension_rows import Suspension
from parking.storage.postgres.sharing.transitions import BookingRow


def agreement_told(agreement: Agreement) -> dict[str, Any]:
    """Tell the terms, and what is known beside them."""
    until = agreement.expanded_until
    return {
        "agreement_id": agreement.agreement_id,
        "status": agreement.status,
        "version": agreement.version,
        "owner": {"operator": agreement.owner_operator_id, "key_id": agreement.owner_key_id},
        **terms_to_wire(agreement.terms),
        "expanded_until": None if until is None else until.isoformat(),
        "created_at": _moment(agreement.created_at, agreement.zone),
        "updated_at": _moment(agreement.updated_at, agreement.zone),
    }


def changed_told(changed: Changed) -> dict[str, Any]:
    """Tell an agreement, and what its change means."""
    skipped = [day.isoformat() for day in changed.skipped]
    return agreement_told(changed.agreement) | {"skipped": skipped, "outside": changed.outside}


def suspension_told(suspension: Suspension, zone: str) -> dict[str, Any]:
    lifted = suspension.lifted_at
    return {
        "suspension_id": suspension.suspension_id,
        "space_code": suspension.space_code,
        "from": _moment(suspension.begins, zone),
        "to": _moment(suspension.ends, zone),
        "reason": suspension.reason,
        "announced_at": _moment(suspension.announced_at, zone),
        "lifted_at": None if lifted is None else _moment(lifted, zone),
    }


def dispute_told(dispute: Dispute, zone: str) -> dict[str, Any]:
    closed = dispute.closed_at
    return {
        "dispute_id": dispute.dispute_id,
        "booking_id": dispute.booking_id,
        "space_code": dispute.space_code,
        "from": _moment(dispute.begins, zone),
        "to": _moment(dispute.ends, zone),
        "opened_at": _moment(dispute.opened_at, zone),
        "closed_at": None if closed is None else _moment(closed, zone),
        "outcome": dispute.outcome,
    }


def booking_told(booking: BookingRow) -> dict[str, Any]:
    """Tell an owner of a booking: nothing of its driver."""
    return {
        "booking_id": booking.booking_id,
        "space_code": booking.space_code,
        **_span((booking.from_us, booking.to_us), booking.timezone),
        "status": booking.status,
    }


def window_told(window: OpenWindow, zone: str) -> dict[str, Any]:
    movement = [[rfc3339(us, zone) for us in span] for span in window.movement]
    return {
        "day": window.day.isoformat(),
        **_span(window.stay, zone),
        "movement": movement,
        "is_provisional": window.is_provisional,
    }


def _span(span: Moments, zone: str) -> dict[str, Any]:
    return {"from": rfc3339(span[0], zone), "to": rfc3339(span[1], zone)}


def _moment(moment: datetime, zone: str) -> str:
    return rfc3339(to_us(moment), zone)

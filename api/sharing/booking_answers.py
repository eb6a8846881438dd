"""Bookings as they are told: times in their lot's zone, a private place only once it is confirmed.

No answer holds a plate.
"""

from collections.abc import Sequence

from geo.cell import cell_text, parent_of
from parking.clock import rfc3339
from parking.sharing.whose import PRIVATE_RESOLUTION, is_hidden
from parking.storage.postgres.sharing.booking_rows import BookingRow


def booking_told(booking: BookingRow, *, is_place_told: bool = False) -> dict[str, object]:
    """Say one booking; `is_place_told` to whoever lends the space or runs the lot."""
    hides = is_hidden(booking) and not is_place_told
    is_held = booking.status == "held"
    return {
        "booking_id": booking.booking_id,
        "status": booking.status,
        "lot_id": None if hides else booking.lot_id,
        "space_code": None if hides else booking.space_code,
        "cell": _cell(booking) if hides else None,
        "agreement_id": booking.agreement_id,
        "series_id": booking.series_id,
        "from": rfc3339(booking.from_us, booking.timezone),
        "to": rfc3339(booking.to_us, booking.timezone),
        "hold_expires_at": _moment(booking, booking.hold_expires_us) if is_held else None,
        "price_fen": booking.price_fen,
        "price_credits": booking.price_credits,
        "is_free": booking.is_free,
        "is_at_risk": booking.is_at_risk,
        "moved_to": booking.moved_to_id,
        "has_gate": booking.has_gate,
        "checked_in_at": _moment(booking, booking.checked_in_us),
        "checked_out_at": _moment(booking, booking.checked_out_us),
        "created_at": _moment(booking, booking.created_us),
    }


def bookings_told(bookings: Sequence[BookingRow]) -> dict[str, object]:
    """Say one booking, or a series as one thing with what it costs altogether."""
    first = booking_told(bookings[0])
    if len(bookings) == 1:
        return first
    return {
        "series_id": first["series_id"],
        "status": first["status"],
        "hold_expires_at": first["hold_expires_at"],
        "price_fen": sum(booking.price_fen for booking in bookings),
        "price_credits": sum(booking.price_credits for booking in bookings),
        "bookings": [booking_told(booking) for booking in bookings],
    }


def _moment(booking: BookingRow, us: int | None) -> str | None:
    return None if us is None else rfc3339(us, booking.timezone)


def _cell(booking: BookingRow) -> str | None:
    if booking.lot_cell is None:
        return None
    return cell_text(parent_of(booking.lot_cell, PRIVATE_RESOLUTION))

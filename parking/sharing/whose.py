"""Whose a booking is: its driver's, its space's owner's, its lot's operator's. Knows no store.

Nobody else sees it, and a foreign one is answered like one that does not exist.
"""

from typing import Final, Protocol

from parking.principal import Principal
from parking.sharing.booking_states import BookingStatus

PRIVATE_RESOLUTION: Final = 9
"""A private space is known by its H3 cell, some 200 m across, to those who have not booked it."""
PLACE_TOLD: Final[frozenset[BookingStatus]] = frozenset(
    ("confirmed", "active", "overstay", "completed")
)
"""States in which a driver is told where a private space is."""


class Booked(Protocol):
    """What must be known of a booking to say whose it is."""

    @property
    def status(self) -> BookingStatus: ...
    @property
    def driver_key(self) -> int: ...
    @property
    def lot_operator_key(self) -> int: ...
    @property
    def owner_operator_key(self) -> int | None: ...
    @property
    def owner_key_id(self) -> str | None: ...


def lends(principal: Principal, booking: Booked) -> bool:
    """Tell whether the caller owns the space that is booked, or may act for who does."""
    if booking.owner_operator_key is None:
        return principal.role == "admin" or principal.key_id == booking.owner_key_id
    return principal.may_act_for(booking.owner_operator_key)


def runs(principal: Principal, booking: Booked) -> bool:
    """Tell whether the caller runs the lot."""
    return principal.may_act_for(booking.lot_operator_key)


def sees(principal: Principal, driver_key: int | None, booking: Booked) -> bool:
    """Tell whether the caller may read it; `driver_key` where the caller is a driver."""
    if principal.role == "driver":
        return driver_key == booking.driver_key
    return lends(principal, booking) or runs(principal, booking)


def is_hidden(booking: Booked) -> bool:
    """Tell whether the space is private and its driver may not know yet where it is."""
    return booking.owner_key_id is not None and booking.status not in PLACE_TOLD

"""The states of a booking and every step between them; any other step is refused."""

from typing import Final, Literal, get_args

BookingStatus = Literal[
    "held", "pending_gate", "confirmed", "active", "completed", "overstay", "cancelled",
    "revoked", "no_show", "expired",
]  # fmt: skip
BookingEvent = Literal[
    "confirm", "ask_gate", "gate_knows", "expire", "cancel", "revoke", "check_in", "miss", "leave",
    "overstay",
]  # fmt: skip
BOOKING_STATUSES: Final[tuple[BookingStatus, ...]] = get_args(BookingStatus)
BOOKING_EVENTS: Final[tuple[BookingEvent, ...]] = get_args(BookingEvent)
BLOCKING: Final[frozenset[BookingStatus]] = frozenset(
    ("held", "pending_gate", "confirmed", "active", "overstay")
)
"""Nobody else may have the space meanwhile; the exclusion constraint says the same."""
STAYING: Final[frozenset[BookingStatus]] = frozenset(("active", "overstay"))
ENDED: Final[frozenset[BookingStatus]] = frozenset(BOOKING_STATUSES) - BLOCKING

NEXT: Final[dict[tuple[BookingStatus, BookingEvent], BookingStatus]] = {
    ("held", "confirm"): "confirmed",
    ("held", "ask_gate"): "pending_gate",
    ("held", "expire"): "expired",
    ("held", "cancel"): "cancelled",
    ("pending_gate", "gate_knows"): "confirmed",
    ("pending_gate", "cancel"): "cancelled",
    ("pending_gate", "revoke"): "revoked",
    ("pending_gate", "miss"): "no_show",
    ("confirmed", "cancel"): "cancelled",
    ("confirmed", "revoke"): "revoked",
    ("confirmed", "check_in"): "active",
    ("confirmed", "miss"): "no_show",
    ("active", "leave"): "completed",
    ("active", "overstay"): "overstay",
    ("overstay", "leave"): "completed",
}


class IllegalStepError(Exception):
    """The booking is in a state from which that step does not lead."""

    def __init__(self, status: BookingStatus, event: BookingEvent) -> None:
        super().__init__(f"a booking that is {status} cannot {event.replace('_', ' ')}")
        self.status: BookingStatus = status
        self.event: BookingEvent = event


def step(status: BookingStatus, event: BookingEvent) -> BookingStatus:
    """Return the state after an event; raises IllegalStepError where the table has none."""
    following = NEXT.get((status, event))
    if following is None:
        raise IllegalStepError(status, event)
    return following

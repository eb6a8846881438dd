"""When a booking may take a step, beside the table of steps. Knows times, neither clock nor store.

A hold that is over counts as expired whether or not anybody has written that down.
"""

from typing import Final

from parking.clock import HOUR_US, MINUTE_US
from parking.sharing.booking_states import BookingEvent, BookingStatus, IllegalStepError, step

HOLD_US: Final = 5 * MINUTE_US
"""How long a space is held until its driver confirms."""
LONGEST_US: Final = 72 * HOUR_US
"""A booking lasts no longer."""
EARLY_US: Final = 15 * MINUTE_US
"""A car may come so long before its time."""
NO_SHOW_US: Final = 30 * MINUTE_US
"""Who has not come so long after its start does not come."""
GRACE_US: Final = 10 * MINUTE_US
"""Who stays so long beyond its end overstays."""


class UntimelyStepError(IllegalStepError):
    """The step leads on from this state, but not at this time; `why` is for people to read."""

    def __init__(self, status: BookingStatus, event: BookingEvent, why: str) -> None:
        super().__init__(status, event)
        self.why = why

    def __str__(self) -> str:
        return f"a booking that is {self.status} cannot {self.event.replace('_', ' ')}: {self.why}"


def timely_step(
    status: BookingStatus,
    event: BookingEvent,
    *,
    now_us: int,
    from_us: int,
    to_us: int,
    hold_expires_us: int,
    is_platform: bool = False,
) -> BookingStatus:
    """Return the state after the event; raises IllegalStepError with the state there is.

    The platform itself may cancel and revoke after the start too, as when a space is not free.
    """
    is_over = status == "held" and now_us >= hold_expires_us
    if is_over and event != "expire":
        raise IllegalStepError("expired", event)
    following = step(status, event)
    why = _too_early(event, now_us, from_us, to_us) or _too_late(event, now_us, from_us, to_us)
    if event == "expire" and not is_over:
        why = "its hold is not over"
    if status == "held" or (is_platform and event in {"cancel", "revoke"}):
        why = why if event == "expire" else None
    if why is not None:
        raise UntimelyStepError(status, event, why)
    return following


def _too_early(event: BookingEvent, now_us: int, from_us: int, to_us: int) -> str | None:
    match event:
        case "check_in" if now_us < from_us - EARLY_US:
            return "it is more than 15 minutes before its start"
        case "miss" if now_us < from_us + NO_SHOW_US:
            return "its driver has 30 minutes to come"
        case "overstay" if now_us < to_us + GRACE_US:
            return "its driver has 10 minutes to leave"
        case _:
            return None


def _too_late(event: BookingEvent, now_us: int, from_us: int, to_us: int) -> str | None:
    match event:
        case "cancel" | "revoke" if now_us >= from_us:
            return "it has begun"
        case "check_in" if now_us >= to_us:
            return "its time is over"
        case _:
            return None

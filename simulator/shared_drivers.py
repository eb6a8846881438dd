"""What a driver who books shared spaces does next, seen from its newest booking. Pure.

It remembers nothing: whoever starts the drivers again goes on where they were.
"""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any, Final, Literal

from parking.clock import MINUTE_US, to_us

Act = Literal["look", "confirm", "come", "leave", "wait"]

STAYS_MIN: Final = (30, 60, 120, 600)
"""The longest is a resident's night."""
ROUND_MIN: Final = 5
LATE_SHARE: Final = 0.1
LATE_MIN: Final = (12.0, 45.0)
EARLY_MIN: Final = (0.0, 6.0)
REST_MIN: Final = (5.0, 60.0)


def next_act(booking: Mapping[str, Any] | None, now_us: int) -> Act:
    """Decide by a driver's newest booking, as the city tells it."""
    if booking is None:
        return "look"
    match booking["status"]:
        case "held":
            return "confirm"
        case "pending_gate":
            return "wait"
        case "confirmed":
            return "come" if now_us >= _us(booking["from"]) else "wait"
        case "active" | "overstay":
            return "leave" if now_us >= leaves_us(booking) else "wait"
        case _:
            return "look" if now_us >= _rested_us(booking) else "wait"


def leaves_us(booking: Mapping[str, Any]) -> int:
    """When the car of a booking leaves: in time as a rule, now and then far too late."""
    dice = Random(f"leave-{booking['booking_id']}")
    is_late = dice.random() < LATE_SHARE
    beyond_min = dice.uniform(*LATE_MIN) if is_late else -dice.uniform(*EARLY_MIN)
    return _us(booking["to"]) + round(beyond_min * MINUTE_US)


def wish(now_us: int, dice: Random) -> tuple[int, int]:
    """Draw from when until when a driver would like to stay; microseconds since 1970 UTC."""
    step_us = ROUND_MIN * MINUTE_US
    from_us = -(-now_us // step_us) * step_us
    return from_us, from_us + dice.choice(STAYS_MIN) * MINUTE_US


def plate_of(number: int) -> str:
    """Name the car of a driver."""
    return f"鲁A{number:04}模"


def _rested_us(booking: Mapping[str, Any]) -> int:
    dice = Random(f"rest-{booking['booking_id']}")
    ended = booking["checked_out_at"] or booking["created_at"]
    return _us(ended) + round(dice.uniform(*REST_MIN) * MINUTE_US)


def _us(written: str) -> int:
    return to_us(datetime.fromisoformat(written))

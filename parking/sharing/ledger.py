"""Money of bookings as double entries: what each step costs whom. Knows no store and no payment.

An entry's postings come to nothing in each unit. A driver's account is negative by what it owes,
an owner's positive by what is due to it. Payments go between an account and the platform's.
"""

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from parking.clock import MINUTE_US
from parking.sharing.booking_states import BookingEvent

Unit = Literal["fen", "credit"]
EntryKind = Literal["charge", "refund", "penalty", "change", "payment"]
PLATFORM_ACCOUNT: Final = "platform"
CHARGING: Final[frozenset[BookingEvent]] = frozenset(("confirm", "gate_knows"))
"""Steps to `confirmed`, at which a booking is charged: never before its gate knows."""


class Posting(Struct, frozen=True):
    """One line of an entry; `amount` is in fen or whole credits, never 0."""

    account: str
    unit: Unit
    amount: int


class Sum(Struct, frozen=True):
    """Fen and credits."""

    fen: int = 0
    credits: int = 0

    def __neg__(self) -> "Sum":
        return Sum(-self.fen, -self.credits)

    def __bool__(self) -> bool:
        return bool(self.fen or self.credits)


def driver_account(driver_key: int) -> str:
    return f"driver:{driver_key}"


def owner_account(operator_key: int | None, key_id: str | None) -> str:
    """Name the account of an agreement's owner: an operator, or a single key."""
    return f"owner:operator:{operator_key}" if operator_key is not None else f"owner:key:{key_id}"


def transfer(payer: str, payee: str, amount: Sum) -> list[Posting]:
    """Move an amount from one account to another; a negative one goes the other way."""
    parts: tuple[tuple[Unit, int], ...] = (("fen", amount.fen), ("credit", amount.credits))
    return [
        Posting(account, unit, sign * part)
        for unit, part in parts
        if part
        for account, sign in ((payer, -1), (payee, 1))
    ]


def balance(postings: Iterable[Posting]) -> dict[str, Sum]:
    """Add up accounts; of balanced entries all of it comes to nothing."""
    sums: dict[str, Sum] = {}
    for posting in postings:
        so_far = sums.get(posting.account, Sum())
        is_fen = posting.unit == "fen"
        sums[posting.account] = Sum(
            so_far.fen + posting.amount * is_fen, so_far.credits + posting.amount * (not is_fen)
        )
    return sums


def settlement(
    event: BookingEvent,
    *,
    paid: Sum,
    price: Sum,
    before_start_us: int,
    cancel_min: int,
    is_platform: bool,
) -> list[tuple[EntryKind, Sum]]:
    """Say what the driver pays at a step, negative what it gets; `paid` so far for this booking.

    A driver who cancels in time, and everybody whose booking is revoked, has all of it back. An
    owner who revokes later than `cancel_min` before the start pays the price once more, to the
    driver; the platform, which moves a driver out of another's way, does not. Who does not come
    has paid.
    """
    is_in_time = before_start_us >= cancel_min * MINUTE_US
    if event in CHARGING:
        return [("charge", price)]
    if event == "revoke" and not (is_in_time or is_platform):
        return [("refund", -paid), ("penalty", -paid)]
    if event == "revoke" or (event == "cancel" and (is_in_time or is_platform)):
        return [("refund", -paid)]
    return []

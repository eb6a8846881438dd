"""Payments: money that changes hands outside, told to the ledger by an adapter. Knows no service.

To join a payment service, write an adapter with these two members: its `name`, and `read`, which
turns what the service says of one payment (its callback's body, whose signature was checked) into a
`Receipt`, or raises ProblemError. The ledger then moves the amount between the party's account and
the platform's, once for each Idempotency-Key: give it the service's own number of the payment.
`ManualPayments` is the adapter of a city that counts by hand: an admin says what was paid.
"""

from collections.abc import Mapping
from typing import Final, Literal, Protocol, get_args

from msgspec import Struct

from parking.problems import Problem, ProblemError
from parking.sharing.ledger import PLATFORM_ACCOUNT, Posting, Sum, transfer

PartyKind = Literal["driver", "operator", "owner"]
PARTY_KINDS: Final[tuple[PartyKind, ...]] = get_args(PartyKind)
AMOUNT_MAX: Final = 1_000_000_000
REFERENCE_MAX: Final = 200


class Receipt(Struct, frozen=True):
    """One payment: positive, the party paid the platform; negative, the platform paid the party.

    `party` is a driver's id, an operator's, or the id of a single owner's key.
    """

    kind: PartyKind
    party: str
    amount: Sum
    reference: str


class PaymentAdapter(Protocol):
    """What a payment service's adapter does."""

    @property
    def name(self) -> str: ...

    def read(self, said: Mapping[str, object]) -> Receipt:
        """Read one payment; raises ProblemError that points at what is wrong."""


class ManualPayments:
    """Takes an admin's word: `{"kind","party","fen"?,"credits"?,"reference"}`."""

    name = "manual"

    def read(self, said: Mapping[str, object]) -> Receipt:
        kind = said.get("kind")
        for each in PARTY_KINDS:
            if each == kind:
                amount = Sum(_amount(said, "fen"), _amount(said, "credits"))
                if not amount:
                    raise ProblemError(Problem("missing-field", "fen or credits: how much", "/fen"))
                return Receipt(each, _text(said, "party"), amount, _text(said, "reference"))
        told = f"kind: one of {', '.join(PARTY_KINDS)}"
        raise ProblemError(Problem("bad-field", told, "/kind"))


def postings_of(receipt: Receipt, account: str) -> list[Posting]:
    """Book a payment on the party's account, and against the platform's."""
    return transfer(PLATFORM_ACCOUNT, account, receipt.amount)


def _amount(said: Mapping[str, object], name: str) -> int:
    amount = said.get(name, 0)
    if type(amount) is int and abs(amount) <= AMOUNT_MAX:
        return amount
    told = f"{name}: a whole number, negative where the platform pays"
    raise ProblemError(Problem("bad-field", told, f"/{name}"))


def _text(said: Mapping[str, object], name: str) -> str:
    text = said.get(name)
    if isinstance(text, str) and 0 < len(text) <= REFERENCE_MAX and "\0" not in text:
        return text
    told = f"{name}: a text of 1 to {REFERENCE_MAX} characters"
    raise ProblemError(Problem("bad-field", told, f"/{name}"))

"""A booking's life: whatever is tried whenever, states follow the table and money adds up."""

from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.booking_guards import (
    EARLY_US,
    GRACE_US,
    HOLD_US,
    MINUTE_US,
    NO_SHOW_US,
    timely_step,
)
from parking.sharing.booking_states import (
    BLOCKING,
    BOOKING_EVENTS,
    BOOKING_STATUSES,
    ENDED,
    NEXT,
    STAYING,
    IllegalStepError,
    step,
)
from parking.sharing.ledger import (
    Posting,
    Sum,
    balance,
    driver_account,
    owner_account,
    settlement,
    transfer,
)

FROM_US, TO_US = 600 * MINUTE_US, 720 * MINUTE_US
CANCEL_MIN = 60
DRIVER, OWNER = driver_account(1), owner_account(None, "key")


@dataclass
class Life:
    """One booking as the store keeps it: state, and the postings of its entries."""

    price: Sum
    now_us: int = 0
    status: str = "held"
    refused_as: str = ""
    postings: list[Posting] = field(default_factory=list)

    def paid(self) -> Sum:
        return -balance(self.postings).get(DRIVER, Sum())

    def tries(self, event: str, *, is_platform: bool) -> bool:
        """Whether the step was taken."""
        try:
            following = timely_step(
                self.status, event, now_us=self.now_us, from_us=FROM_US, to_us=TO_US,
                hold_expires_us=HOLD_US, is_platform=is_platform,
            )  # fmt: skip
        except IllegalStepError as error:
            self.refused_as = error.status
            return False
        for kind, amount in settlement(
            event, paid=self.paid(), price=self.price, before_start_us=FROM_US - self.now_us,
            cancel_min=CANCEL_MIN, is_platform=is_platform,
        ):  # fmt: skip
            assert kind in {"charge", "refund", "penalty"}
            self.postings += transfer(DRIVER, OWNER, amount)
        self.status = following
        return True


PRICES = st.builds(Sum, st.integers(0, 10_000), st.integers(0, 50))
TRIES = st.lists(
    st.tuples(st.sampled_from(BOOKING_EVENTS), st.integers(0, 200 * MINUTE_US), st.booleans()),
    max_size=12,
)


@given(PRICES, TRIES)
def test_no_sequence_leads_astray_and_money_always_adds_up(price, tries):
    life = Life(price)
    for event, later_us, is_platform in tries:
        life.now_us += later_us
        before = life.status
        if life.tries(event, is_platform=is_platform):
            assert NEXT[before, event] == life.status
        else:
            is_over = before == "held" and life.now_us >= HOLD_US and event != "expire"
            assert life.status == before
            assert life.refused_as == ("expired" if is_over else before)
        sums = balance(life.postings)
        assert sum(total.fen for total in sums.values()) == 0
        assert sum(total.credits for total in sums.values()) == 0
        check_money(life)


def check_money(life: Life) -> None:
    paid = life.paid()
    if life.status in {"held", "expired", "pending_gate"}:
        assert not paid
    elif life.status in {"confirmed", *STAYING, "completed"}:
        assert paid == life.price
    elif life.status == "revoked":
        assert paid in (Sum(), -life.price)
    else:  # cancelled, no_show
        assert paid in (Sum(), life.price)


@given(PRICES, st.integers(0, FROM_US - 1), st.sampled_from(["cancel", "revoke"]))
def test_in_time_all_comes_back_and_late_whoever_is_late_pays(price, now_us, event):
    life = Life(price)
    life.tries("confirm", is_platform=False)
    life.now_us = now_us
    assert life.tries(event, is_platform=False)
    if now_us <= FROM_US - CANCEL_MIN * MINUTE_US:
        assert life.paid() == Sum()
    else:
        assert life.paid() == (price if event == "cancel" else -price)


@given(PRICES, st.integers(0, TO_US), st.sampled_from(["cancel", "revoke"]))
def test_the_platform_gives_everything_back_whenever_it_moves_somebody(price, now_us, event):
    life = Life(price)
    life.tries("confirm", is_platform=False)
    life.now_us = now_us
    assert life.tries(event, is_platform=True)
    assert not life.paid()


def test_every_step_outside_the_table_is_refused():
    for status, event in product(BOOKING_STATUSES, BOOKING_EVENTS):
        if (status, event) not in NEXT:
            with pytest.raises(IllegalStepError):
                step(status, event)
    assert not any(status in ENDED for status, _ in NEXT)
    assert BLOCKING.isdisjoint(ENDED)


TIMES = [
    ("held", "confirm", 0, HOLD_US - 1),
    ("held", "expire", HOLD_US, None),
    ("confirmed", "check_in", FROM_US - EARLY_US, TO_US - 1),
    ("confirmed", "cancel", None, FROM_US - 1),
    ("confirmed", "revoke", None, FROM_US - 1),
    ("confirmed", "miss", FROM_US + NO_SHOW_US, None),
    ("active", "overstay", TO_US + GRACE_US, None),
]


@pytest.mark.parametrize(("status", "event", "first_us", "last_us"), TIMES)
def test_a_step_has_its_time_to_the_microsecond(status, event, first_us, last_us):
    def may(now_us: int) -> bool:
        return Life(Sum(), now_us, status).tries(event, is_platform=False)

    for edge_us, beyond in ((first_us, -1), (last_us, 1)):
        if edge_us is not None:
            assert may(edge_us)
            assert edge_us == 0 or not may(edge_us + beyond)


def test_a_refusal_says_what_is_in_the_way():
    with pytest.raises(IllegalStepError, match=r"confirmed cannot check in: .*15 minutes"):
        timely_step(
            "confirmed", "check_in", now_us=0, from_us=FROM_US, to_us=TO_US, hold_expires_us=0
        )

"""Simulated drivers of shared spaces: what each does next follows from its newest booking alone."""

from datetime import datetime
from random import Random
from typing import Any

import pytest

from parking.clock import MINUTE_US, to_us
from simulator.shared_drivers import leaves_us, next_act, wish

FROM, TO = "2026-12-01T19:10:00+08:00", "2026-12-01T20:10:00+08:00"
FROM_US, TO_US = (to_us(datetime.fromisoformat(written)) for written in (FROM, TO))
HOUR_US = 60 * MINUTE_US


def booking(status: str, booking_id: str = "b1") -> dict[str, Any]:
    return {
        "booking_id": booking_id, "status": status, "from": FROM, "to": TO,
        "created_at": FROM, "checked_out_at": TO if status == "completed" else None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "now_us", "act"),
    [
        ("held", FROM_US, "confirm"),
        ("pending_gate", FROM_US, "wait"),
        ("confirmed", FROM_US - 1, "wait"),
        ("confirmed", FROM_US, "come"),
        ("active", FROM_US + 1, "wait"),
        ("active", TO_US + HOUR_US, "leave"),
        ("overstay", TO_US + HOUR_US, "leave"),
        ("completed", TO_US, "wait"),
        ("completed", TO_US + HOUR_US, "look"),
        ("no_show", FROM_US + HOUR_US, "look"),
    ],
)
def test_a_driver_takes_the_next_step_of_its_booking(status: str, now_us: int, act: str) -> None:
    assert next_act(booking(status), now_us) == act


def test_a_driver_without_a_booking_looks_for_a_space() -> None:
    assert next_act(None, FROM_US) == "look"


def test_most_leave_in_time_and_some_overstay_the_same_ones_each_time() -> None:
    stays = [booking("active", f"b{number}") for number in range(300)]
    late = [leaves_us(stay) - TO_US for stay in stays if leaves_us(stay) > TO_US]
    assert 5 < len(late) < 100
    assert min(late) > 10 * MINUTE_US
    assert [leaves_us(stay) for stay in stays] == [leaves_us(stay) for stay in stays]


def test_what_is_wished_for_begins_now_at_the_earliest_and_soon() -> None:
    for number in range(50):
        begin_us, end_us = wish(FROM_US + number, Random(number))
        assert 0 <= begin_us - FROM_US - number < 5 * MINUTE_US
        assert end_us > begin_us

"""The reference gate: it decides alone, by what it was told last, and tells what it did."""

from itertools import count

import pytest

from parking.sharing.authorisation import Grant, NotSignedError, authorise, revoke
from parking.sharing.gate_plates import hash_for_gate, lot_plate_key
from parking.sharing.signing import SigningKey, read_jwks
from simulator.gate import Decision, Gate

MINUTE_US = 60_000_000
PLATE = "鲁A12345"
LOT = "lot-1"
KEY = SigningKey.from_seed(b"k" * 32)
PLATE_KEY = lot_plate_key(b"s" * 32, LOT)
UNKNOWN = Decision(None, "unknown")


def signed(begin: int = 60, end: int = 120, version: int = 1, booking: str = "b1", **more) -> str:
    """A booking of PLATE, in minutes; cars move in the first and last half hour."""
    span = (begin * MINUTE_US, end * MINUTE_US)
    movement = more.pop("movement", ((begin, begin + 30), (end - 30, end)))
    hashed = hash_for_gate(PLATE_KEY, PLATE)
    return authorise(
        Grant(
            booking, more.pop("lot", LOT), "B1", version, span,
            tuple((first * MINUTE_US, last * MINUTE_US) for first, last in movement), hashed,
        ),
        KEY, 0,
    )  # fmt: skip


def taken_back(version: int = 2, booking: str = "b1") -> str:
    return revoke(booking, LOT, version, KEY, 0)


@pytest.fixture
def gate() -> Gate:
    return Gate(LOT, read_jwks([KEY.public_jwk]), (str(n) for n in count(1)), PLATE_KEY)


def passes(gate: Gate, direction: str, minute: int, plate: str = PLATE) -> Decision:
    return gate.pass_by_plate(plate, direction, minute * MINUTE_US)


def test_a_car_comes_and_goes_at_its_time_and_once(gate: Gate):
    gate.hear(signed())
    assert passes(gate, "entry", 59).reason == "too-early"
    assert passes(gate, "entry", 60).reason is None
    assert passes(gate, "entry", 61).reason == "passed-already"
    assert passes(gate, "exit", 110).reason is None
    assert passes(gate, "exit", 111) == UNKNOWN
    assert passes(gate, "entry", 112) == UNKNOWN


def test_the_plate_is_known_however_the_camera_writes_it(gate: Gate):
    gate.hear(signed())
    assert passes(gate, "entry", 60, "鲁a·12345").reason is None


def test_in_quiet_hours_nobody_moves_but_who_is_late_gets_out(gate: Gate):
    gate.hear(signed(0, 120))
    passes(gate, "entry", 10)
    assert passes(gate, "exit", 60).reason == "no-movement"
    assert passes(gate, "exit", 500).reason is None


def test_a_stranger_is_unknown_and_nothing_is_told_of_him(gate: Gate):
    gate.hear(signed())
    assert passes(gate, "entry", 60, "京B00001") == UNKNOWN
    assert gate.unsaid == {}


def test_what_is_taken_back_opens_no_more_even_if_it_comes_again(gate: Gate):
    gate.hear(signed())
    gate.hear(taken_back())
    gate.hear(signed())
    assert passes(gate, "entry", 60) == UNKNOWN


def test_a_car_that_is_inside_gets_out_though_its_booking_was_taken_back(gate: Gate):
    gate.hear(signed())
    passes(gate, "entry", 60)
    gate.hear(taken_back())
    assert passes(gate, "exit", 110).reason is None


def test_of_two_words_the_newer_counts_in_whatever_order_they_come(gate: Gate):
    gate.hear(signed(60, 180, version=2))
    gate.hear(signed(60, 120, version=1))
    assert passes(gate, "entry", 160).reason is None


def test_a_longer_stay_reaches_the_car_that_is_inside(gate: Gate):
    gate.hear(signed())
    passes(gate, "entry", 60)
    gate.hear(signed(60, 180, version=2, movement=((130, 140),)))
    assert passes(gate, "exit", 100).reason == "no-movement"
    assert passes(gate, "exit", 135).reason is None


def test_every_word_is_acknowledged_each_time_it_comes(gate: Gate):
    for _ in range(2):
        assert gate.hear(signed()) == {"booking_id": "b1", "jti": "b1.1"}
        assert gate.hear(taken_back()) == {"booking_id": "b1", "jti": "b1.2.revoked"}


def test_a_word_for_another_gate_is_not_acknowledged(gate: Gate):
    assert gate.hear(signed(lot="lot-2")) is None


def test_a_word_of_a_key_unknown_is_refused_until_the_key_is_fetched(gate: Gate):
    gate.keys = {}
    with pytest.raises(NotSignedError):
        gate.hear(signed())
    gate.keys = read_jwks([KEY.public_jwk])
    assert gate.hear(signed()) is not None


def test_a_gate_that_was_cut_off_believes_what_a_driver_shows(gate: Gate):
    assert gate.pass_by_proof(signed(), "entry", 60 * MINUTE_US).reason is None
    assert passes(gate, "exit", 110).reason is None
    assert gate.pass_by_proof(signed(), "entry", 115 * MINUTE_US).reason == "revoked"
    assert gate.pass_by_proof("made.up.word", "entry", 0) == Decision(None, "unreadable")


def test_of_two_bookings_of_a_car_the_one_that_is_on_counts(gate: Gate):
    gate.hear(signed(200, 260, booking="later"))
    gate.hear(signed(60, 120, booking="now"))
    assert passes(gate, "entry", 60) == Decision("now", None)
    passes(gate, "exit", 119)
    assert passes(gate, "entry", 200) == Decision("later", None)


def test_passages_are_told_until_they_are_known_to_have_arrived(gate: Gate):
    gate.hear(signed())
    passes(gate, "entry", 59)
    passes(gate, "entry", 60)
    told = [(said["outcome"], said["reason"], said["at"]) for said in gate.unsaid.values()]
    assert told == [
        ("refused", "too-early", "1970-01-01T00:59:00+00:00"),
        ("admitted", None, "1970-01-01T01:00:00+00:00"),
    ]
    gate.settle("1")
    gate.settle("1")
    assert list(gate.unsaid) == ["2"]


def test_a_gate_that_has_forgotten_who_is_inside_lets_him_out(gate: Gate):
    gate.hear(signed())
    assert passes(gate, "exit", 110).reason is None

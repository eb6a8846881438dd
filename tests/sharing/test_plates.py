"""Plates: one car is one hash however it is written, and nothing that is kept shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.plates import (
    PlateError,
    hash_plate,
    normalise_plate,
    open_plate,
    seal_plate,
)
from parking.sharing.sealing import SealBrokenError

SECRET, OTHER, NONCE = b"1" * 32, b"2" * 32, b"n" * 12
PLATES = st.from_regex(r"\A[鲁京沪][A-Z][A-Z0-9]{5,6}\Z")


@pytest.mark.parametrize(
    "written", ["鲁A12345", "鲁a·12345", " 鲁A 123 45", "鲁A.123-45", "鲁Ａ１２３４５", "鲁A•12345"]
)
def test_one_car_is_one_plate_however_it_is_written(written):
    assert normalise_plate(written) == "鲁A12345"


@pytest.mark.parametrize("written", ["", "B7", "A" * 13, "鲁A;12345", "·····", "鲁A1234\x00"])
def test_what_is_no_plate_is_refused_without_being_repeated(written):
    with pytest.raises(PlateError) as refused:
        normalise_plate(written)
    assert not written or written not in str(refused.value)


@given(PLATES, PLATES)
def test_hashes_tell_cars_apart_and_only_under_their_secret(one, other):
    assert (hash_plate(SECRET, one) == hash_plate(SECRET, other)) == (one == other)
    assert hash_plate(SECRET, one) != hash_plate(OTHER, one)
    assert one.encode() not in hash_plate(SECRET, one)


@given(PLATES)
def test_a_seal_opens_for_its_booking_under_its_secret_alone(plate):
    sealed = seal_plate(SECRET, plate, "b1", NONCE)
    assert open_plate(SECRET, sealed, "b1") == plate
    assert plate.encode() not in sealed
    for secret, text, booking in (
        (OTHER, sealed, "b1"), (SECRET, sealed, "b2"), (SECRET, sealed[:-1], "b1"),
        (SECRET, b"", "b1"),
    ):  # fmt: skip
        with pytest.raises(SealBrokenError):
            open_plate(secret, text, booking)

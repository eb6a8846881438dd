"""The rows of a nearby answer as text: numbers as Python's own formatting would write them."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.nearby_text import NUMBERS_BYTES, write_rows
from geo.position import walk_min

AGED, AGELESS = b'{"lot_id":"A","name":"\xe6\xb3\x89\xe5\x9f\x8e","age_s":', b',"source":"op"'
NOW_US = 10_000_000
PLAIN = b'{"lot_id":"B","age_s":null'
TEXT = np.frombuffer(AGED + AGELESS + PLAIN, np.uint8).copy()
PIECES = np.array(
    [
        [0, len(AGED), len(AGED + AGELESS), NOW_US + 1],
        [len(AGED + AGELESS), TEXT.size, TEXT.size, NOW_US + 1],
    ]
)


def rows(metres, age_us):
    out = np.zeros(TEXT.size + 2 * NUMBERS_BYTES, np.uint8)
    lots = np.array([0, 1], np.int32)
    confirmed_us = np.array([NOW_US - age_us, 0])
    size = write_rows(lots, np.array(metres), 2, TEXT, PIECES, confirmed_us, NOW_US, lots, out)
    return json.loads(b"[" + out[:size].tobytes() + b"]")


@given(st.floats(0, 2.1e7), st.integers(-5_000_000, 10**12))
def test_a_row_says_distance_walk_and_the_age_at_this_moment(metres, age_us):
    first, second = rows([metres, 80.0], age_us)
    assert abs(first["distance_m"] - metres) <= 0.0501
    assert first["walk_min"] == walk_min(metres)
    assert abs(first["age_s"] - max(0, age_us) / 1e6) <= 0.0501
    assert first["name"] == "泉城"
    assert second == {"lot_id": "B", "age_s": None, "distance_m": 80.0, "walk_min": 1}


def test_only_pieces_whose_time_is_over_are_asked_for_again():
    lots, found = np.array([2, 1, 0], np.int32), np.zeros(3, np.int32)
    pieces = np.array([[0, 0, 0, 100], [0, 0, 0, 101], [0, 0, 0, 99]])
    nothing, metres = np.zeros(0, np.uint8), np.zeros(3)
    size = write_rows(lots, metres, 3, nothing, pieces, np.zeros(3, int), 100, found, nothing)
    assert found[:-size].tolist() == [2, 0]

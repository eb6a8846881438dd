"""A question is read the same wherever in it the place stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.lots.nearby_query import parse_nearby
from parking.problems import ProblemError

RESTS = [
    b"radius_m=500&limit=5", b"space_class=charging&min_free=2", b"coordsys=gcj02",
    b"lot_class=onstreet&lot_class=attached", b"sort=price&stay_min=60", b"limit=&unknown=1",
    b"limit=0", b"sort=price", b"include_unknown=maybe", b"lat=1", b"%6Cat=1", b"radius_m=1e3",
]  # fmt: skip
NUMBERS = st.one_of(
    st.floats(-200, 200).map(lambda number: f"{number:.6f}"),
    st.sampled_from(
        ["", "-90", "90.0", "180", "-180.0000001", "1e1", "nan", "+3", "٣", "1_0", "."]
    ),
)


def read(raw: bytes):
    try:
        return parse_nearby(raw)._replace(max_height_m=0.0)  # NaN is never equal
    except ProblemError:
        return None  # of several things that are wrong any may be told


@given(NUMBERS, NUMBERS, st.sampled_from(RESTS))
def test_a_place_before_the_rest_is_read_as_one_after_it(lat, lon, rest):
    place = f"lat={lat}&lon={lon}".encode()
    assert read(place + b"&" + rest) == read(rest + b"&" + place)


@pytest.mark.parametrize("rest", RESTS)
def test_what_was_asked_before_changes_no_later_answer(rest):
    first = read(b"lat=36.6&lon=117.1&" + rest)
    assert read(b"lat=36.6&lon=117.1&limit=7") == read(b"limit=7&lon=117.1&lat=36.6")
    assert read(b"lat=36.6&lon=117.1&" + rest) == first

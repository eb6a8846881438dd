"""Bounding boxes: what they hold, also across ±180, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.box import BoundingBox
from geo.position import Position

lons = st.floats(-180, 180)
boxes = st.builds(
    lambda west, east, lats: BoundingBox(west, min(lats), east, max(lats)),
    lons,
    lons,
    st.tuples(st.floats(-90, 90), st.floats(-90, 90)),
)


def test_a_box_is_read_west_south_east_north():
    box = BoundingBox.parse("117.0, 36.6,117.2,36.7")
    assert box.contains(Position(36.65, 117.1))
    assert not box.contains(Position(36.65, 117.3))


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "117,36,118,nan"])
def test_what_is_no_box_is_refused(text):
    with pytest.raises(ValueError, match="number"):
        BoundingBox.parse(text)


def test_a_box_upside_down_is_refused():
    with pytest.raises(ValueError, match="north"):
        BoundingBox.parse("117,37,118,36")


def test_a_box_may_cross_the_antimeridian():
    fiji = BoundingBox.parse("177,-19,-178,-16")
    assert fiji.crosses_antimeridian
    assert fiji.contains(Position(-17, 179.9))
    assert fiji.contains(Position(-17, -179.9))
    assert not fiji.contains(Position(-17, 0))


@given(boxes, st.lists(st.tuples(st.floats(-90, 90), lons), max_size=30))
def test_many_at_once_is_the_same_as_one_by_one_and_as_the_halves(box, places):
    lats, east = np.array([p[0] for p in places]), np.array([p[1] for p in places])
    singly = [box.contains(Position(*place)) for place in places]
    assert box.contains_many(lats, east).tolist() == singly
    assert [any(h.contains(Position(*p)) for h in box.halves()) for p in places] == singly

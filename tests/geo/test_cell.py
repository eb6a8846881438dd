"""Cells agree with h3 itself, and what is no cell is refused."""

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cell import boundary_of, cell_of, cell_text, centre_of, parent_of, parents_of, parse_cell
from geo.position import Position

positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


@given(positions, st.integers(0, 15), st.integers(0, 15))
def test_parents_by_bits_are_the_parents_h3_gives(position, fine, coarse):
    fine, coarse = max(fine, coarse), min(fine, coarse)
    cell = cell_of(position, fine)
    assert parent_of(cell, coarse) == h3.cell_to_parent(cell, coarse)
    assert parents_of(np.array([cell], np.uint64), coarse).tolist() == [parent_of(cell, coarse)]


def test_a_cell_has_no_parent_finer_than_itself():
    with pytest.raises(ValueError, match="no parent 11"):
        parent_of(cell_of(Position(36.65, 117.12)), 11)


@given(positions, st.integers(0, 15))
def test_text_and_back_is_the_same_cell(position, resolution):
    cell = cell_of(position, resolution)
    assert parse_cell(cell_text(cell)) == cell
    assert cell_text(cell) == h3.int_to_str(cell)


@pytest.mark.parametrize(
    "text", ["", "济南", "0x8a31aa5b2b17fff", "-1", "8a31aa5b2b17fff0", "8fffffffffffff1", "1e300"]
)
def test_what_is_no_cell_is_refused_in_plain_words(text):
    with pytest.raises(ValueError, match="is not an H3 cell"):
        parse_cell(text)


@given(positions)
def test_an_outline_is_closed_and_does_not_jump_across_the_map(position):
    ring = boundary_of(cell_of(position, 8))
    lons = [lon for lon, _ in ring]
    assert ring[0] == ring[-1]
    assert len(ring) >= 6
    if abs(position.lat) < 89:
        assert max(lons) - min(lons) < 10


@given(positions)
def test_the_centre_of_a_cell_lies_in_it(position):
    cell = cell_of(position)
    assert cell_of(centre_of(cell)) == cell

"""Drafts: whatever is written, either a lot that the registry can hold or problems that point."""

import math
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.box import BoundingBox
from geo.cell import cell_of
from geo.position import Position, haversine_m
from parking.draft import LotDraft
from parking.draft_reading import FIELDS, DraftRules, read_draft

RULES = DraftRules()
JINAN = DraftRules(city=BoundingBox(116.18, 36.02, 117.97, 37.54), is_city_bound=True)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[117.0, 36.6], [117.002, 36.6], [117.002, 36.602], [117.0, 36.602]]],
}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
described = st.dictionaries(st.sampled_from(sorted(FIELDS)), anything)


def lot(**said: object) -> dict[str, object]:
    return {"lot_id": "op-1", "name": "一号"} | said


def draft_of(said: dict[str, object], rules: DraftRules = RULES) -> LotDraft:
    draft = read_draft(said, rules)
    assert isinstance(draft, LotDraft), draft
    return draft


def places_of(said: dict[str, object], rules: DraftRules = RULES) -> list[str | None]:
    problems = read_draft(said, rules)
    assert isinstance(problems, list), problems
    return [problem.pointer for problem in problems]


@given(described)
def test_any_description_gives_a_draft_or_problems_that_point(said: dict[str, object]):
    result = read_draft(said, RULES)
    if isinstance(result, LotDraft):
        assert (result.lat is None) == (result.cell is None)
        assert all(0 <= count <= 100_000 for count in result.capacity.values())
    else:
        assert result
        assert all(problem.pointer is not None for problem in result)


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_the_cell_is_that_of_the_position(lat: float, lon: float):
    if abs(lat - lon) < 0.001:
        return
    draft = draft_of(lot(lat=lat, lon=lon))
    assert draft.cell == cell_of(Position(lat, lon))
    assert (draft.raw_lat, draft.raw_lon) == (lat, lon)


def test_all_problems_of_a_lot_are_told_at_once():
    said = {"lot_id": "a b", "capacity": -1, "lat": 91, "lon": 0, "lot_class": "kerb", "x": 1}
    assert places_of(said) == ["/x", "/lot_id", "/name", "/lat", "/capacity", "/lot_class"]


def test_a_position_in_a_chinese_datum_is_converted_and_kept_raw():
    draft = draft_of(lot(lat=36.66, lon=117.02, coordsys="gcj02"))
    moved_m = haversine_m(Position(36.66, 117.02), Position(draft.lat, draft.lon))
    assert 450 < moved_m < 600
    assert (draft.raw_lat, draft.raw_lon, draft.coordsys) == (36.66, 117.02, "gcj02")


@pytest.mark.parametrize(
    ("lat", "lon", "rules"),
    [
        (117.02, 36.66, RULES),
        (10.993484, 10.994035, RULES),
        (0, 0, RULES),
        (51.05, 13.74, JINAN),
        (math.nan, 117.0, RULES),
        (36.6, math.inf, RULES),
        ("36.6", 117.0, RULES),
        (1e300, 0.0, RULES),
    ],
)
def test_a_position_that_cannot_be_right_is_refused(lat: object, lon: object, rules: DraftRules):
    assert places_of(lot(lat=lat, lon=lon), rules)


def test_swapped_coordinates_are_told_as_such():
    dresden = DraftRules(city=BoundingBox(13.5, 50.9, 14.0, 51.2))
    [problem] = read_draft(lot(lat=13.74, lon=51.05), dresden)
    assert "swapped" in problem.detail


def test_an_outline_stands_for_the_position_unless_an_entrance_does():
    drawn = draft_of(lot(outline=SQUARE))
    assert (drawn.lat, drawn.lon) == pytest.approx((36.601, 117.001))
    assert drawn.outline["type"] == "Polygon"
    entered = draft_of(lot(outline=SQUARE, entrance=[117.0, 36.6]))
    assert (entered.lat, entered.lon) == (36.6, 117.0)
    assert entered.entrances == [{"lat": 36.6, "lon": 117.0}]


def test_outline_and_entrances_move_with_the_datum():
    draft = draft_of(lot(outline=SQUARE, entrance=[117.0, 36.6], coordsys="gcj02"))
    first = draft.outline["coordinates"][0][0]
    assert min(abs(first[0] - lon) for lon in (117.0, 117.002)) > 0.003
    assert abs(draft.entrances[0]["lon"] - 117.0) > 0.003


@pytest.mark.parametrize(
    ("said", "held"),
    [(100, {"general": 100}), (287.0, {"general": 287}), (0, {"general": 0}), (None, {}),
     ({"general": 5, "charging": 2}, {"general": 5, "charging": 2})],
)  # fmt: skip
def test_capacity_is_a_number_or_an_object_by_class(said: object, held: dict[str, int]):
    assert draft_of(lot(capacity=said)).capacity == held


@pytest.mark.parametrize("said", [-1, 1.5, math.nan, math.inf, True, "5", 100_001, [5], {"x": 5}])
def test_a_capacity_that_is_no_count_is_refused(said: object):
    assert places_of(lot(capacity=said))


@pytest.mark.parametrize("name", ["泉城广场停车场🅿️", "𠮷野家门口", "Köln / 科隆", "a" * 200])
def test_a_name_may_be_in_any_script(name: str):
    assert draft_of(lot(name=name)).name == name


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "\ud800", "ab\u202edc", "a" * 201, 7, ""])
def test_a_name_that_breaks_a_line_or_a_database_is_refused(name: object):
    assert places_of(lot(name=name)) == ["/name"]


def test_no_text_that_the_database_cannot_hold_comes_through_a_side_door():
    assert places_of(lot(tariff={"visit_fen": 1, "vehicle_factor": {"\0": 1}}))
    draft = draft_of(lot(lat=36.6, lon=117, entrance={"lat": 36.6, "lon": 117, "name": "\ud800"}))
    assert draft.entrances == [{"lat": 36.6, "lon": 117.0}]


def test_extra_columns_of_a_file_are_let_through_but_a_misspelt_field_of_a_call_is_not():
    assert draft_of(lot(district="历下"), DraftRules(is_strict=False))
    [problem] = read_draft(lot(capasity=1), RULES)
    assert "capacity" in problem.detail


def test_the_same_description_gives_the_same_draft():
    said = lot(outline=SQUARE, capacity=5, coordsys="bd09", tariff={"visit_fen": 500})
    assert asdict(draft_of(said)) == asdict(draft_of(dict(reversed(said.items()))))


def test_no_description_is_so_large_that_reading_it_holds_up_the_city():
    teeth = [[117 + i * 1e-7, 36.6 + (i % 2) * 1e-6] for i in range(20_000)]
    tangled = {"type": "Polygon", "coordinates": [teeth]}
    assert places_of(lot(outline=tangled)) == ["/outline"]
    doors = [{"lat": 36.6, "lon": 117.0}] * 101
    assert places_of(lot(entrances=doors)) == ["/entrances"]

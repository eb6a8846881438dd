from hypothesis import given
from hypothesis import strategies as st

from api.live.shapes import Cells, Circle
from api.live.tiles import TileMap, places_of, tile_of, touched
from geo.box import BoundingBox
from geo.cell import LOT_RESOLUTION, cell_of, parent_of
from geo.position import Position, haversine_m
from tests.live.city import lot_at

LATS = st.one_of(st.floats(-90, 90), st.floats(89, 90), st.floats(36.6, 36.7))
LONS = st.one_of(st.floats(-180, 180), st.floats(179.9, 180), st.floats(117.0, 117.2))
POINTS = st.builds(Position, LATS, LONS)


def tiles_of(points: list[Position]) -> list[int]:
    return [tile_of(lot_at(1, point.lat, point.lon)) for point in points]


@given(st.lists(POINTS, min_size=1, max_size=20), POINTS, st.floats(1, 100_000))
def test_no_lot_within_a_circle_is_missed(points, centre, radius_m):
    tiles = tiles_of(points)
    found = touched(places_of(dict.fromkeys(tiles)), Circle(centre, radius_m))
    for point, tile in zip(points, tiles, strict=True):
        assert haversine_m(point, centre) > radius_m or tile in found


@given(st.lists(POINTS, min_size=1, max_size=20), LONS, LONS, LATS, LATS)
def test_no_lot_within_a_box_is_missed(points, west, east, lat_a, lat_b):
    box = BoundingBox(west, min(lat_a, lat_b), east, max(lat_a, lat_b))
    tiles = tiles_of(points)
    found = touched(places_of(dict.fromkeys(tiles)), box)
    for point, tile in zip(points, tiles, strict=True):
        assert not box.contains(point) or tile in found


@given(POINTS, st.integers(0, 15))
def test_no_lot_within_a_cell_of_any_resolution_is_missed(point, resolution):
    cell = cell_of(point, resolution)
    assert len(touched(places_of(tiles_of([point])), Cells(frozenset({cell})))) == 1


@given(POINTS, st.integers(0, LOT_RESOLUTION))
def test_no_lot_that_a_cell_of_any_resolution_counts_is_missed(point, resolution):
    cell = parent_of(cell_of(point), resolution)
    assert len(touched(places_of(tiles_of([point])), Cells(frozenset({cell})))) == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(1, 4)))))
def test_a_lot_is_in_one_tile_or_none_however_often_it_moves(moves):
    tile_map = TileMap()
    where: dict[int, int | None] = {}
    for lot_key, tile in moves:
        left = tile_map.place(lot_key, tile)
        assert left == (where.get(lot_key) if where.get(lot_key) != tile else None)
        where[lot_key] = tile
    for tile in range(1, 5):
        assert set(tile_map.lots_in(tile)) == {key for key, at in where.items() if at == tile}
    assert set(tile_map) == {at for at in where.values() if at is not None}

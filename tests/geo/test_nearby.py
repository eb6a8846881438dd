"""The nearby index against a brute force over every lot, everywhere on the globe."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.nearby import NearbyColumns, NearbyIndex, Wanted, spatial_order
from geo.position import EARTH_RADIUS_M, Position, haversine_m

NOW_US = 1_800_000_000_000_000
ANY = Wanted(NOW_US)


def make_columns(rng, size, full=False):
    free = np.zeros(size) if full else rng.integers(-1, 12, size)
    heights = np.where(rng.random(size) < 0.3, np.nan, rng.uniform(1.6, 4.0, size))
    return NearbyColumns(
        free=free.astype(np.int32),
        capacity=np.where(rng.random(size) < 0.1, 0, 100).astype(np.int32),
        confirmed_us=NOW_US - rng.integers(0, 7_200_000_000, size),
        stale_after_us=np.full(size, 3_600_000_000, np.int64),
        closed=(rng.random(size) < 0.05).astype(np.uint8),
        max_height_m=heights.astype(np.float32),
        lot_class=rng.integers(0, 6, size).astype(np.uint8),
    )


def all_open(size):
    return NearbyColumns(
        free=np.full(size, 5, np.int32),
        capacity=np.full(size, 9, np.int32),
        confirmed_us=np.full(size, NOW_US, np.int64),
        stale_after_us=np.full(size, 60_000_000, np.int64),
        closed=np.zeros(size, np.uint8),
        max_height_m=np.full(size, np.nan, np.float32),
        lot_class=np.zeros(size, np.uint8),
    )


def qualifying(columns, wanted):
    age_us = wanted.now_us - columns.confirmed_us
    known = (columns.free >= 0) & (age_us <= columns.stale_after_us)
    enough = np.where(known, columns.free >= wanted.min_free, wanted.include_unknown)
    fits = np.isnan(columns.max_height_m) | ~(wanted.height_m > columns.max_height_m)
    admitted = (wanted.lot_classes == 0) | ((wanted.lot_classes >> columns.lot_class) & 1 == 1)
    return enough & fits & admitted & (columns.capacity > 0) & (columns.closed == 0)


def brute_force(lats, lons, position, radius_m, k, mask):
    lat = math.radians(position.lat)
    half_dlat = np.sin((np.radians(lats) - lat) / 2)
    half_dlon = np.sin(np.radians(lons - position.lon) / 2)
    key = half_dlat**2 + math.cos(lat) * np.cos(np.radians(lats)) * half_dlon**2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1, key)))
    inside = np.flatnonzero(mask & (metres <= radius_m))
    best = inside[np.argsort(metres[inside], kind="stable")][:k]
    return best.tolist(), metres[best].tolist()


def jinan(rng, size):
    central = rng.random(size) < 0.6
    east_m = np.where(central, rng.normal(0, 6000, size), rng.uniform(-20000, 20000, size))
    north_m = np.where(central, rng.normal(0, 6000, size), rng.uniform(-20000, 20000, size))
    return 36.65 + north_m / 111_195, 117.12 + east_m / 89_214


def random_wanted(rng):
    return Wanted(
        NOW_US,
        min_free=int(rng.integers(0, 8)),
        include_unknown=bool(rng.random() < 0.2),
        height_m=float(rng.choice([math.nan, 1.9, 3.0])),
        lot_classes=int(rng.choice([0, 0, 0b10, 0b101000])),
    )


@pytest.mark.parametrize(("size", "queries"), [(5_000, 9_000), (50_000, 1_000)])
def test_ten_thousand_queries_answer_as_brute_force_does(size, queries):
    rng = np.random.default_rng(size)
    lats, lons = jinan(rng, size)
    lats[: size // 50], lons[: size // 50] = lats[-1], lons[-1]  # many lots in one place
    full_quarter = (lats > 36.65) & (lons > 117.12)
    columns = make_columns(rng, size)
    columns.free[full_quarter] = 0
    index = NearbyIndex(lats, lons)
    for _ in range(queries):
        near = rng.integers(size)
        position = Position(lats[near] + rng.normal(0, 2e-3), lons[near] + rng.normal(0, 2e-3))
        radius_m, k = float(rng.choice([80, 500, 1000, 5000])), int(rng.choice([1, 20, 50]))
        wanted = random_wanted(rng)
        lots, metres = index.nearest(position, radius_m, k, columns, wanted)
        expected, distances = brute_force(
            lats, lons, position, radius_m, k, qualifying(columns, wanted)
        )
        assert lots == expected
        assert metres == pytest.approx(distances, abs=1e-6)


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    lat=st.one_of(st.floats(-90, 90), st.sampled_from([90.0, -90.0, 89.999, -89.9])),
    lon=st.one_of(st.floats(-180, 180), st.sampled_from([180.0, -180.0, 179.9999, -179.99])),
    spread_deg=st.sampled_from([0.001, 0.1, 5.0, 200.0]),
    radius_m=st.sampled_from([0.0, 300.0, 20_000.0, 3e6, 2.1e7]),
    k=st.integers(1, 40),
)
def test_no_place_on_the_globe_is_special(seed, lat, lon, spread_deg, radius_m, k):
    rng = np.random.default_rng(seed)
    lats = np.clip(lat + rng.normal(0, spread_deg, 300), -90, 90)
    lons = (lon + rng.normal(0, spread_deg * rng.choice([1, 60]), 300) + 180) % 360 - 180
    lats[:3], lons[:3] = lat, lon
    columns = all_open(300)
    lots, metres = NearbyIndex(lats, lons).nearest(Position(lat, lon), radius_m, k, columns, ANY)
    mask = np.ones(300, bool)
    expected, distances = brute_force(lats, lons, Position(lat, lon), radius_m, k, mask)
    assert metres == pytest.approx(distances, rel=1e-12, abs=1e-6)
    if len(set(distances)) == len(distances):
        assert lots == expected


def test_plus_and_minus_180_are_one_meridian():
    lats, lons = np.array([10.0, 10.0, 10.0]), np.array([180.0, -180.0, 179.999])
    for lon in (180.0, -180.0):
        lots, metres = NearbyIndex(lats, lons).nearest(
            Position(10.0, lon), 1000.0, 5, all_open(3), ANY
        )
        assert (set(lots[:2]), lots[2]) == ({0, 1}, 2)
        assert metres[:2] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_distances_are_those_of_haversine_to_the_last_bit():
    rng = np.random.default_rng(3)
    lats, lons = jinan(rng, 400)
    here = Position(36.66, 117.13)
    lots, metres = NearbyIndex(lats, lons).nearest(here, 1e6, 400, all_open(400), ANY)
    assert metres == [haversine_m(here, Position(lats[lot], lons[lot])) for lot in lots]


def test_lots_in_one_place_come_in_the_order_of_their_ids_however_laid_out():
    rng = np.random.default_rng(4)
    lats, lons = jinan(rng, 1000)
    lats[::3], lons[::3] = 36.65, 117.12
    order = spatial_order(lats, lons)
    index = NearbyIndex(lats[order], lons[order], ranks=order)
    here = Position(36.6501, 117.1201)
    lots, _ = index.nearest(here, 2000.0, 100, all_open(1000), ANY)
    expected, _ = NearbyIndex(lats, lons).nearest(here, 2000.0, 100, all_open(1000), ANY)
    assert order[lots].tolist() == expected


def test_a_count_that_changes_changes_the_answer_without_a_rebuild():
    columns = all_open(2)
    index = NearbyIndex(np.array([36.65, 36.651]), np.array([117.12, 117.12]))
    here = Position(36.65, 117.12)
    assert index.nearest(here, 500.0, 1, columns, Wanted(NOW_US, min_free=1))[0] == [0]
    columns.free[0] = 0
    assert index.nearest(here, 500.0, 1, columns, Wanted(NOW_US, min_free=1))[0] == [1]


def test_a_lot_without_a_position_is_never_near():
    lats, lons = np.array([math.nan, 36.65]), np.array([117.12, 117.12])
    lots, _ = NearbyIndex(lats, lons).within(Position(36.65, 117.12), 2.1e7, all_open(2), ANY)
    assert lots.tolist() == [1]


def test_an_empty_city_has_nothing_near():
    none = np.array([])
    assert NearbyIndex(none, none).nearest(Position(0, 0), 1e6, 5, all_open(0), ANY) == ([], [])


def test_within_gives_every_qualifying_lot_nearest_first():
    rng = np.random.default_rng(5)
    lats, lons = jinan(rng, 3000)
    columns = make_columns(rng, 3000)
    here = Position(36.65, 117.12)
    lots, metres = NearbyIndex(lats, lons).within(here, 9000.0, columns, ANY)
    expected, _ = brute_force(lats, lons, here, 9000.0, 3000, qualifying(columns, ANY))
    assert lots.tolist() == expected
    assert np.all(np.diff(metres) >= 0)

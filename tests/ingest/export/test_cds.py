"""Curb Data out: kerbs as zones with figures, and a polygon whatever is known of the place."""

import json
from uuid import UUID

from ingest.export.cds.listing import around_of
from ingest.export.cds.rendering import policy_json, zone_json
from ingest.export.cds.shapes import polygon_of
from tests.ingest.export.samples import HOURLY, PUBLISHER, SQUARE, lot, shown


def zone(seen) -> dict:
    return json.loads(zone_json(seen, [], PUBLISHER, with_geometry=True))


def test_a_zone_has_its_spaces_and_since_when_so_many_are_free():
    seen = shown(lot(lot_class="onstreet", capacity={"general": 20}), {"general": 3}, age_s=0)
    one = zone(seen)
    assert (one["num_spaces"], one["available_spaces"]) == (20, 3)
    assert one["availability_time"] == 1_795_222_800_000
    assert UUID(one["curb_zone_id"]) == UUID(zone(seen)["curb_zone_id"])


def test_unknown_and_closed_have_no_spaces_to_offer_and_full_has_none_of_them():
    assert "available_spaces" not in zone(shown(lot()))
    assert "available_spaces" not in zone(shown(lot(), {"general": 9}, is_open=False))
    assert zone(shown(lot(), {"general": 0}))["available_spaces"] == 0


def test_a_point_becomes_a_small_square_around_it():
    (ring,) = polygon_of(None, 36.65, 117.12)["coordinates"]
    lons, lats = zip(*ring, strict=True)
    assert ring[0] == ring[-1]
    assert abs(sum(lons[:4]) / 4 - 117.12) < 1e-7
    assert abs(sum(lats[:4]) / 4 - 36.65) < 1e-7
    assert 5e-5 < max(lons) - min(lons) < 2e-4


def test_of_several_parts_the_largest_is_the_zone():
    small = [[[0.0, 0.0], [1e-4, 0.0], [0.0, 1e-4], [0.0, 0.0]]]
    many = {"type": "MultiPolygon", "coordinates": [small, SQUARE["coordinates"]]}
    assert polygon_of(many, None, None) == SQUARE
    assert polygon_of(None, None, None) is None


def test_a_policy_says_what_an_hour_costs_and_what_loading_bays_are_for():
    policy = json.loads(
        policy_json(lot(capacity={"general": 20, "loading": 2}, tariff=HOURLY), PUBLISHER)
    )
    activities = {rule["activity"]: rule for rule in policy["rules"]}
    assert activities.keys() == {"parking", "loading"}
    assert activities["parking"]["rate"][0]["rate"] == 500


def test_a_circle_is_in_centimetres():
    around = around_of([None] * 4, [36.6512345, 117.1201234, 10_000.0])
    assert around.radius_m == 100
    assert around.metres(lot()) == 0
    assert around.metres(lot(lat=36.653)) is None

"""ParkAPI v3 out: sites whose figures include their audiences, and the filters it has."""

import pytest
from hypothesis import given

from geo.box import BoundingBox
from geo.position import Position
from ingest.export.parkapi_v3.filters import SiteFilter, box_of, circle_of
from ingest.export.parkapi_v3.rendering import site
from parking.problems import ProblemError
from tests.ingest.export.samples import PUBLISHER, lot, seen_lots, shown


def test_a_site_has_what_its_readers_know_it_by():
    facts = {"structure": "ramp_garage", "max_height_m": 2.05, "tariff": {"free": True}}
    one = site(shown(lot(**facts), {"general": 40}, age_s=0), PUBLISHER)
    wanted = {
        "original_uid": "op-1", "source_uid": "op", "purpose": "CAR", "type": "CAR_PARK",
        "lat": "36.6512345", "lon": "117.1201234", "max_height": 205, "has_fee": False,
        "capacity": 100, "has_realtime_data": True, "realtime_free_capacity": 40,
        "realtime_opening_status": "OPEN", "realtime_data_updated_at": "2026-11-21T01:00:00Z",
        "attribution_license": "CC BY 4.0",
    }  # fmt: skip
    assert wanted.items() <= one.items()


def test_figures_of_the_whole_include_audiences_that_are_counted():
    capacity = {"general": 100, "accessible": 4, "charging": 10, "monthly": 30}
    one = site(shown(lot(capacity=capacity), {"general": 40, "charging": 3}), PUBLISHER)
    assert (one["capacity"], one["realtime_capacity"]) == (114, 110)
    assert (one["realtime_free_capacity"], one["realtime_free_capacity_charging"]) == (43, 3)
    assert one["capacity_disabled"] == 4
    assert "realtime_free_capacity_disabled" not in one


@given(seen_lots(placed=True))
def test_nothing_unknown_is_said(seen):
    one = site(seen, PUBLISHER)
    assert None not in one.values()
    assert ("realtime_free_capacity" in one) == (seen.availability.free is not None)


def test_closed_and_unknown_differ():
    closed = site(shown(lot(), {"general": 4}, is_open=False), PUBLISHER)
    assert closed["realtime_opening_status"] == "CLOSED"
    assert site(shown(lot()), PUBLISHER)["realtime_opening_status"] == "UNKNOWN"
    assert site(shown(lot()), PUBLISHER)["has_realtime_data"] is False


@pytest.mark.parametrize(
    ("chosen", "holds"),
    [
        (SiteFilter(), True),
        (SiteFilter(sources=frozenset({"op"})), True),
        (SiteFilter(sources=frozenset({"other"})), False),
        (SiteFilter(purpose="CAR"), True),
        (SiteFilter(purpose="BIKE"), False),
        (SiteFilter(kind="OTHER"), True),
        (SiteFilter(kind="ON_STREET"), False),
        (SiteFilter(name="OP-1"), True),
        (SiteFilter(centre=Position(36.6512345, 117.13), radius_m=900), True),
        (SiteFilter(centre=Position(36.6512345, 117.13), radius_m=800), False),
        (SiteFilter(box=BoundingBox(117.1, 36.6, 117.13, 36.7)), True),
        (SiteFilter(box=BoundingBox(117.13, 36.6, 117.2, 36.7)), False),
    ],
)
def test_each_filter_finds_what_it_says(chosen, holds):
    assert chosen.holds(lot()) is holds
    assert not chosen.holds(lot(lat=None, lon=None))


def test_half_a_circle_and_half_a_box_are_refused():
    assert circle_of(None, None, None) == (None, 0.0)
    for half in ((36.0, None, 5.0), (36.0, 117.0, None), (91.0, 117.0, 5.0)):
        with pytest.raises(ProblemError):
            circle_of(*half)
    with pytest.raises(ProblemError):
        box_of(36.0, 37.0, 117.0, None)

"""Singapore: types of lots become classes, both lists are read, and 0 of 0 is no data."""

from ingest.formats.sg_carpark.mapping import FORM
from tests.ingest.formats.standard_samples import codes_of, lots_of, read_sample, spaces_of


def test_lots_of_one_class_are_added_up_and_lorries_left_out():
    publication = read_sample(FORM, "portal.json")
    assert spaces_of(publication)["JN1"] == {
        "general": {"free": 26, "capacity": 105},
        "motorcycle": {"free": 4, "capacity": 14},
    }
    assert codes_of(publication)["JN1"] == {"ignored-part"}


def test_times_are_singapores():
    publication = read_sample(FORM, "portal.json")
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T08:59:38+08:00"
    assert "naive-time" not in codes_of(publication)["JN1"]


def test_none_free_of_none_is_no_data():
    assert "JN2" not in spaces_of(read_sample(FORM, "portal.json"))


def test_the_transport_authoritys_list_has_places_and_no_times():
    publication = read_sample(FORM, "datamall.json")
    lot = lots_of(publication)["1"]
    assert (lot["name"], lot["lat"], lot["lon"]) == ("泉城广场", 36.6605, 117.0214)
    assert spaces_of(publication)["1"] == {"general": {"free": 352}, "motorcycle": {"free": 8}}
    assert "lat" not in lots_of(publication)["2"]
    assert codes_of(publication)["2"] == {"no-time"}

"""Hong Kong: what `vacancy` means depends on its type, and -1 is never a number."""

import pytest

from ingest.formats.hk_carpark.mapping import FORM
from tests.ingest.formats.standard_samples import (
    codes_of,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
    states_of,
)


def test_info_becomes_a_description_with_classes_hours_and_the_lowest_height():
    publication = read_sample(FORM, "info.json")
    lot = lots_of(publication)["10"]
    assert lot["capacity"] == {"general": 150, "charging": 10, "accessible": 3, "motorcycle": 20}
    assert lot["opening_hours"] == "Mo-Fr 07:00-23:00; Sa-Su,PH 00:00-24:00"
    assert (lot["max_height_m"], lot["structure"]) == (2.0, "ramp_garage")
    assert states_of(publication) == {"10": True, "11": False}


def test_charging_is_in_the_vacancy_and_accessible_beside_it():
    publication = read_sample(FORM, "vacancy.json")
    assert spaces_of(publication)["10"] == {
        "general": {"free": 90},
        "charging": {"free": 4},
        "accessible": {"free": 2},
        "motorcycle": {"free": 0},
    }
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T09:00:00+08:00"


def test_a_flag_says_full_or_open_but_no_number():
    publication = read_sample(FORM, "vacancy.json")
    assert "11" not in spaces_of(publication)
    assert states_of(publication)["11"] is True
    assert codes_of(publication)["11"] == {"no-count"}
    assert spaces_of(publication)["12"] == {"general": {"free": 0}}


def test_closed_is_not_full_and_no_data_is_neither():
    publication = read_sample(FORM, "vacancy.json")
    assert states_of(publication)["13"] is False
    assert {"13", "14"}.isdisjoint(spaces_of(publication))
    assert codes_of(publication)["14"] == {"no-data"}


def test_the_older_files_are_read_as_well():
    publication = read_sample(FORM, "older_vacancy.json")
    assert spaces_of(publication) == {"10": {"general": {"free": 7}, "monthly": {"free": 3}}}


@pytest.mark.parametrize("kind", ["A", "B", "C"])
def test_minus_one_is_never_counted(kind: str):
    vacancy = {"vacancy_type": kind, "vacancy": -1, "lastupdate": "2026-11-21 09:00:00"}
    publication = read_json(FORM, {"results": [{"park_Id": "1", "privateCar": [vacancy]}]})
    assert publication.reports == []

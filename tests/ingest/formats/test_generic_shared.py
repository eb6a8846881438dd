"""Real responses of forty cities: lots and values as one counts them by eye, or the true reason."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.formats.form import Terms
from ingest.formats.publication import Publication
from parking.draft_reading import DraftRules, read_draft
from tests.ingest.formats.generic import ENOUGH, likest, opened, read

FEEDS = Path("/work/shared/data/feeds")
pytestmark = pytest.mark.skipif(not FEEDS.exists(), reason="the real feeds are not here")
BERLIN = Terms(zone=ZoneInfo("Europe/Berlin"))

EXPECTED = {
    # file: form, lots, counts, open or closed
    "parkapi-sources/aalen.json": ("records", 6, 6, 6),
    "parkapi-sources/basel.json": ("records", 16, 16, 0),
    "parkapi-sources/bb_parkhaus.xlsx": ("sheet", 26, 0, 0),
    "parkapi-sources/bielefeld.csv": ("sheet", 853, 21, 21),
    "parkapi-sources/bietigheim-bissingen.csv": ("sheet", 13, 13, 13),
    "parkapi-sources/ellwangen.xlsx": ("sheet", 48, 0, 0),
    "parkapi-sources/esslingen.geojson": ("geojson", 247, 0, 0),
    "parkapi-sources/freiburg.json": ("geojson", 19, 18, 0),
    "parkapi-sources/freiburg_disabled_sensors.geojson": ("geojson", 20, 0, 0),
    "parkapi-sources/freiburg_disabled_static.geojson": ("geojson", 312, 0, 0),
    "parkapi-sources/freiburg_p_r_sensors.json": ("geojson", 5, 5, 0),
    "parkapi-sources/freiburg_p_r_static.json": ("geojson", 15, 0, 0),
    "parkapi-sources/freiburg_scanner.geojson": ("geojson", 144, 0, 0),
    "parkapi-sources/goldbeck.xlsx": ("sheet", 11, 0, 0),
    "parkapi-sources/heidelberg_disabled.geojson": ("geojson", 214, 0, 0),
    "parkapi-sources/karlsruhe.json": ("geojson", 90, 34, 1),
    "parkapi-sources/karlsruhe_disabled_static.geojson": ("geojson", 693, 0, 0),
    "parkapi-sources/keltern.xlsx": ("sheet", 175, 0, 0),
    "parkapi-sources/konstanz.json": ("records", 11, 11, 11),
    "parkapi-sources/konstanz_disabled.geojson": ("geojson", 60, 0, 0),
    "parkapi-sources/pforzheim.json": ("records", 15, 0, 0),
    "parkapi-sources/reutlingen.csv": ("sheet", 114, 0, 0),
    "parkapi-sources/reutlingen_disabled.csv": ("sheet", 44, 0, 0),
    "parkapi-v1/fixtures/aarhus.json": ("records", 13, 12, 0),
    "parkapi-v1/fixtures/basel.json": ("records", 16, 16, 16),
    "parkapi-v1/fixtures/freiburg.json": ("geojson", 15, 14, 0),
    "parkapi-v1/fixtures/heidelberg.json": ("records", 20, 20, 20),
    "parkapi-v1/fixtures/kaiserslautern.xml": ("records", 11, 10, 10),
    "parkapi-v1/fixtures/koeln.json": ("records", 52, 50, 0),
    "parkapi-v1/fixtures/rosenheim.json": ("records", 11, 11, 11),
}
BICYCLES = (
    "freiburg_vag_bike.geojson", "karlsruhe_bike.json", "kienzler.geojson", "kienzler.json",
    "kienzler_ulm.json", "kienzler_vvs.json", "konstanz_bike.geojson", "reutlingen_bike.csv",
)  # fmt: skip


def codes(publication: Publication) -> Counter[str]:
    return Counter(finding.code for finding in publication.findings)


@pytest.mark.parametrize("path", EXPECTED)
def test_lots_and_values_are_those_of_the_file(path: str):
    name, publication = read(FEEDS / path, BERLIN)
    counts = (len(publication.lots), len(publication.reports), len(publication.openings))
    assert (name, *counts) == EXPECTED[path]
    rules = DraftRules(timezone="Europe/Berlin")
    for row in publication.lots:
        fields = {"name": "x", **row.fields, "lot_id": "a"}
        assert not isinstance(read_draft(fields, rules), list), row
    for row in publication.reports:
        assert all(space.get("free", 0) >= 0 for space in row.fields["spaces"])


@pytest.mark.parametrize("name", BICYCLES)
def test_bicycles_are_no_car_parks(name: str):
    _, publication = read(FEEDS / "parkapi-sources" / name, BERLIN)
    assert (publication.lots, publication.reports) == ([], [])
    assert codes(publication) == {"not-parking": 1}


def test_a_web_page_is_told_to_be_one():
    _, likeness = likest(opened(FEEDS / "parkapi-sources" / "ulm.html"))
    assert likeness.score < ENOUGH
    assert likeness.lacks is not None
    assert "web page" in likeness.lacks.en
    assert "网页" in likeness.lacks.zh


def test_metres_of_an_unnamed_grid_are_refused_with_the_likeliest():
    _, publication = read(FEEDS / "parkapi-sources/heidelberg_easypark.geojson", BERLIN)
    assert not publication.lots
    (told, *_) = [one for one in publication.findings if one.code == "unnamed-crs"]
    assert "EPSG:25832" in told.to_dict()["mend"]


def test_bays_with_a_sensor_are_bays():
    name, publication = read(FEEDS / "parkapi-sources/karlsruhe_disabled_realtime.json", BERLIN)
    assert (name, len(publication.lots)) == ("records", 62)
    assert {row.fields["kind"] for row in publication.reports} == {"space"}


def test_a_latin_1_table_keeps_its_umlauts():
    _, publication = read(FEEDS / "parkapi-sources/bietigheim-bissingen.csv", BERLIN)
    assert publication.lots[0].fields["name"] == "Parkplatz Mühlwiesenstr."


def test_columns_of_hours_become_opening_hours():
    _, publication = read(FEEDS / "parkapi-sources/bb_parkhaus.xlsx", BERLIN)
    hours = {row.fields["name"]: row.fields.get("opening_hours") for row in publication.lots}
    assert hours["Tiefgarage mercaturA Aalen"] == "Mo-Fr 07:00-22:00; Sa 08:00-21:00"
    assert hours["Parkhaus KaufCentrum"] == "24/7"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("parkapi-v1/fixtures/koeln.json", "maybe-capacity"),
        ("parkapi-v1/fixtures/kaiserslautern.xml", "guessed-column"),
        ("parkapi-sources/freiburg.json", "unread-words"),
        ("parkapi-v1/fixtures/rosenheim.json", "test-object"),
        ("parkapi-sources/reutlingen_disabled.csv", "bare-places"),
    ],
)
def test_a_guess_tells_what_it_is_not_sure_of(path: str, code: str):
    _, publication = read(FEEDS / path, BERLIN)
    assert codes(publication)[code] == 1

"""A sample of each generic kind: made-up lots of Jinan, with the faults that feeds have."""

from pathlib import Path

import pytest

from ingest.formats.form import Terms
from ingest.formats.publication import Publication
from tests.ingest.formats.generic import likest, opened, read

HERE = Path(__file__).parent
CHINA = Terms()


def sample(place: str) -> tuple[str, Publication]:
    return read(HERE / place, CHINA)


def lots(publication: Publication) -> dict[str, dict]:
    return {str(row.fields["lot_id"]): dict(row.fields) for row in publication.lots}


def free(publication: Publication) -> dict[str, object]:
    return {
        str(row.fields["lot_id"]): row.fields["spaces"][0]["free"]
        for row in publication.reports
        if row.fields["kind"] == "snapshot"
    }


def codes(publication: Publication) -> set[str]:
    return {finding.code for finding in publication.findings}


def test_geojson_in_a_grid_of_its_own():
    name, publication = sample("geojson/kerbs.geojson")
    assert name == "geojson"
    kerb, lake = lots(publication)["kerb.1"], lots(publication)["kerb.2"]
    assert (kerb["lat"], kerb["lon"]) == pytest.approx((36.665, 117.0242), abs=2e-3)
    assert kerb["capacity"] == {"general": 24}
    assert all(117.02 < x < 117.03 for x, _ in lake["outline"]["coordinates"][0])
    assert free(publication) == {"kerb.1": 7}
    assert "no-data" in codes(publication)


def test_json_in_an_envelope():
    name, publication = sample("records/envelope.json")
    assert name == "records"
    assert lots(publication)["JN-0001"]["name"] == "泉城广场地下停车场"
    assert free(publication) == {"JN-0001": 36, "JN-0002": 0}
    opens = {one.lot_id: one.is_open for one in publication.openings}
    assert opens == {"JN-0001": True, "JN-0002": True, "JN-0003": False}
    assert publication.published_at == "2026-11-21T09:00:00+08:00"


def test_xml_elements_of_any_namespace():
    name, publication = sample("records/lots.xml")
    assert name == "records"
    assert {lot["name"] for lot in lots(publication).values()} == {
        "趵突泉停车场",
        "山东博物馆停车场",
    }
    assert free(publication) == {"1": 12}
    assert publication.published_at == "2026-11-21T09:00:00+08:00"


def test_a_table_below_its_title_with_commas_in_its_numbers():
    name, publication = sample("sheet/lots.csv")
    assert name == "sheet"
    assert lots(publication).keys() == {"JN-1", "JN-2"}
    assert lots(publication)["JN-1"]["lat"] == 36.6651
    assert lots(publication)["JN-1"]["capacity"] == {"general": 1200}
    assert free(publication) == {"JN-1": 37}
    assert "test-object" in codes(publication)


@pytest.mark.parametrize("place", ["onelot_lots/lots.geojson", "onelot_lots/lots.csv"])
def test_our_own_lots_are_surely_ours(place: str):
    form, likeness = likest(opened(HERE / place))
    assert (form.name, likeness.score) == ("onelot_lots", 1.0)


def test_our_own_lots_keep_their_words_and_lose_what_nobody_reads():
    _, features = sample("onelot_lots/lots.geojson")
    made = lots(features)
    assert made["370102-P-1"]["capacity"] == {"general": 120, "charging": 8}
    assert made["370102-P-2"]["outline"]["type"] == "Polygon"
    assert codes(features) == {"ignored-part"}
    _, rows = sample("onelot_lots/lots.csv")
    assert lots(rows)["A-1"]["has_gate"] is True
    assert lots(rows)["A-2"]["capacity"] == {"general": 10, "charging": 2}


def test_our_own_reports_are_told_what_the_door_would_tell():
    name, publication = sample("onelot_reports/reports.json")
    assert name == "onelot_reports"
    assert [row.fields["kind"] for row in publication.reports] == ["snapshot", "space"]
    told = [(finding.code, finding.pointer) for finding in publication.findings]
    assert [code for code, _ in told] == ["refused-naive-time", "refused-bad-field"]
    assert told[0][1].startswith("/reports/2")
    assert "offset" in publication.findings[0].to_dict()["message"]


def test_reports_without_their_envelope_are_known_and_told(tmp_path: Path):
    bare = tmp_path / "bare.json"
    bare.write_text('{"kind":"heartbeat","lot_id":"a","record_serial":"1",'
                    '"observed_at":"2026-11-21T09:00:00Z"}')  # fmt: skip
    name, publication = read(bare, CHINA)
    assert (name, len(publication.reports), codes(publication)) == (
        "onelot_reports", 1, {"no-envelope"},
    )  # fmt: skip

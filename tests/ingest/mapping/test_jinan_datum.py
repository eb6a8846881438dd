"""The charging stations of Jinan stand in their own districts, because their datum is named."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from geo.area_index import AreaIndex
from geo.datum import Datum
from geo.position import Position
from geo.shape import to_wgs84_geometry
from ingest.formats.publication import Publication
from ingest.mapping.applying import apply_mapping
from ingest.mapping.model import Mapping
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from tests.ingest.mapping.documents import CHINA, SHARED, opened, real_data, shipped

STATIONS = SHARED / "jinan" / "charging_stations.csv"
DISTRICTS = SHARED / "jinan" / "370100_full.datav.gcj02.geojson"
pytestmark = real_data


def read(mapping: Mapping) -> Publication:
    return apply_mapping(opened(STATIONS.read_bytes()), mapping, CHINA)


def indexed(datum: Datum) -> AreaIndex:
    features = json.loads(DISTRICTS.read_text())["features"]
    return AreaIndex(
        (one["properties"]["name"], "district", to_wgs84_geometry(one["geometry"], datum))
        for one in features
    )


@pytest.fixture(scope="module")
def districts() -> AreaIndex:
    return indexed("gcj02")


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    """The district of each station by its own coordinates and polygons of the same datum."""
    rows = csv.DictReader(STATIONS.read_text(encoding="utf-8-sig").splitlines())
    return {f"station-{row['id']}": row["district_by_polygon"] for row in rows}


def drafts(publication: Publication) -> Iterator[LotDraft]:
    for row in publication.lots:
        draft = read_draft(row.fields, DraftRules(is_strict=False))
        assert isinstance(draft, LotDraft)
        yield draft


def found(publication: Publication, districts: AreaIndex) -> dict[str, str]:
    at = {
        draft.lot_id: districts.at(Position(draft.lat, draft.lon)) for draft in drafts(publication)
    }
    return {lot_id: levels.get("district", "outside") for lot_id, levels in at.items()}


def test_with_its_datum_every_station_is_in_the_district_it_was_published_in(districts, published):
    ours = found(read(shipped("jinan-charging-stations")), districts)
    moved = [lot_id for lot_id, name in ours.items() if name != published[lot_id]]
    assert len(ours) == 936
    assert len(moved) <= 1, moved


def test_without_it_one_in_twenty_five_would_be_in_another(districts, published):
    wrong = replace(shipped("jinan-charging-stations"), coordsys="wgs84")
    theirs = found(read(wrong), districts)
    moved = sum(name != published[lot_id] for lot_id, name in theirs.items())
    assert 0.04 * len(theirs) < moved < 0.07 * len(theirs)


def test_nor_would_districts_of_another_datum_do(published):
    ours = found(read(shipped("jinan-charging-stations")), indexed("wgs84"))
    moved = sum(name != published[lot_id] for lot_id, name in ours.items())
    assert 0.03 * len(ours) < moved < 0.05 * len(ours)


def test_each_impossible_position_is_refused_by_itself_and_the_others_land():
    publication = read(shipped("jinan-charging-stations"))
    refused = [one for one in publication.findings if one.code == "bad-position"]
    assert len(refused) == 53
    assert len({one.lot_id for one in refused}) == 53
    assert len({one.pointer for one in refused}) == 53
    assert all(one.kind.blocks for one in refused)
    assert len(publication.lots) + len(refused) == 989


def test_without_a_box_the_registry_still_refuses_what_is_no_place():
    boundless = replace(shipped("jinan-charging-stations"), bbox=None)
    rows = read(boundless).lots
    assert len(rows) == 989
    refused = [row for row in rows if isinstance(read_draft(row.fields, DraftRules()), list)]
    assert len(refused) == 49

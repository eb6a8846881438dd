"""Car parks out of OpenStreetMap: positions, outlines, and only numbers that are numbers."""

from pathlib import Path

import osmium
import pytest

from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.osm.mapping import read, recognise
from ingest.formats.publication import Publication
from parking.draft_reading import DraftRules, read_draft

SAMPLE = Path(__file__).parent / "parking.osm"


@pytest.fixture(params=["osm", "osm.pbf"])
def publication(request: pytest.FixtureRequest, tmp_path: Path) -> Publication:
    content = SAMPLE.read_bytes()
    if request.param == "osm.pbf":
        packed = tmp_path / "parking.osm.pbf"
        with osmium.SimpleWriter(str(packed)) as writer:
            for found in osmium.FileProcessor(str(SAMPLE)):
                writer.add(found)
        content = packed.read_bytes()
        document = Document("binary", content=content)
        assert recognise(document).score == 1.0
    return read(Document("xml", content=content), Terms())


def test_every_public_car_park_is_read_and_private_ones_are_named(publication: Publication):
    assert [row.fields["lot_id"] for row in publication.lots] == ["n1", "n2", "w21"]
    assert [found.lot_id for found in publication.findings if "access" in str(found.places)] == [
        "n3"
    ]


def test_tags_become_the_registrys_words(publication: Publication):
    first = publication.lots[0].fields
    assert first["capacity"] == {"general": 116, "accessible": 4}
    assert (first["structure"], first["lot_class"]) == ("underground", "public_offstreet")
    assert (first["max_height_m"], first["opening_hours"]) == (2.1, "Mo-Su 06:00-23:00")


def test_what_is_no_number_or_no_hours_costs_the_field_not_the_lot(publication: Publication):
    second = publication.lots[1].fields
    assert "capacity" not in second
    assert "opening_hours" not in second
    assert second["max_height_m"] == 2.11
    told = {found.pointer for found in publication.findings if found.lot_id == "n2"}
    assert told == {"/n2/capacity", "/n2/opening_hours"}


def test_an_outline_places_a_lot(publication: Publication):
    draft = read_draft(publication.lots[2].fields, DraftRules())
    assert not isinstance(draft, list)
    assert (draft.lat, draft.lon) == pytest.approx((36.6605, 117.1305))
    assert draft.lot_class == "dedicated"


def test_a_broken_file_says_so():
    with pytest.raises(ValueError, match="OpenStreetMap"):
        read(Document("binary", content=b"\x00\x00\x00\x0dOSMHeader" + b"\xff" * 40), Terms())

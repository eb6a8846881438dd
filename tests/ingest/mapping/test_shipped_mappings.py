"""The mapping files that are shipped, on the real files they are for: no row is lost unseen."""

import csv
import gzip
import io
import re
from collections import Counter

import pytest

from ingest.formats.publication import Publication
from ingest.mapping.applying import apply_mapping
from ingest.mapping.guessing import guess_mapping
from ingest.mapping.model import Mapping
from ingest.mapping.reading import read_mapping
from ingest.mapping.writing import to_toml
from parking.draft_reading import DraftRules, read_draft
from tests.ingest.mapping.documents import (
    CHINA,
    SHARED,
    SHIPPED,
    codes,
    lots,
    opened,
    real_data,
    shipped,
)

DRESDEN_LINES = 20_000


def real(name: str, path: str) -> Publication:
    return apply_mapping(opened((SHARED / path).read_bytes(), path), shipped(name), CHINA)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_is_right_and_is_written_as_it_is_read(path):
    mapping = read_mapping(path.read_bytes())
    assert isinstance(mapping, Mapping)
    assert mapping.title
    assert read_mapping(to_toml(mapping).encode()) == mapping


@real_data
def test_hsinchu():
    publication = real("hsinchu", "hsinchu_2026/parking_history.csv")
    assert len(lots(publication)) == len(publication.lots) == 51
    # 171 rows are of a motorcycle park, whose total is 0: no data, and no free space either.
    assert len(publication.reports) == 8_721 - 171
    assert codes(publication) == ["no-data"]
    assert {row.fields["observed_at"][-6:] for row in publication.reports} == {"+08:00"}


@real_data
def test_dresden():
    described = real("dresden-lots", "dresden_2025/lots.csv")
    assert len(described.lots) == 42
    assert sum("lat" in row.fields for row in described.lots) == 23
    assert sum("capacity" in row.fields for row in described.lots) == 37
    text = gzip.decompress((SHARED / "dresden_2025/changes.csv.gz").read_bytes()).decode()
    start = "\n".join(text.splitlines()[: DRESDEN_LINES + 1])
    counted = apply_mapping(opened(start), shipped("dresden-changes"), CHINA)
    told = Counter(row["free"] == "" for row in csv.DictReader(io.StringIO(start)))
    assert len(counted.reports) == told[False] == DRESDEN_LINES - told[True]
    assert {str(r.fields["lot_id"]) for r in counted.reports} <= lots(described).keys()


@real_data
def test_birmingham():
    publication = real("birmingham", "birmingham/birmingham.csv")
    assert len(publication.lots) == 30
    told = Counter(codes(publication))
    # Twelve rows are negative: seven are refused, five are -1, which says that there is no data.
    assert (told["negative-count"], told["no-data"]) == (7, 5)
    assert told["occupied-above-capacity"] == 373
    assert len(publication.reports) == 35_717 - 12
    before, after = "2016-10-29T", "2016-10-31T"  # summer time ends between
    offsets = {str(r.fields["observed_at"])[:11]: str(r.fields["observed_at"])[-6:]
               for r in publication.reports}  # fmt: skip
    assert (offsets[before], offsets[after]) == ("+01:00", "+00:00")


@real_data
def test_melbourne():
    publication = real("melbourne-bays", "melbourne_bays_2018/sensors_T11-18.csv")
    states = Counter(row.fields["status"] for row in publication.reports)
    assert states == {"occupied": 1_613, "free": 1_462}
    assert sum(row.fields["capacity"]["general"] for row in publication.lots) == 3_075
    assert len(publication.lots) == 217
    # A lot is a block: no bay lies further from its middle than a cell is wide.
    assert all(-37.9 < row.fields["lat"] < -37.7 for row in publication.lots)


@real_data
def test_singapore():
    publication = real("singapore-lots", "singapore_lots/lots_location.csv")
    assert len(lots(publication)) == 1_687
    rules = DraftRules()
    drafts = [read_draft({**row.fields, "name": "x"}, rules) for row in publication.lots]
    assert not [draft for draft in drafts if isinstance(draft, list)]


@real_data
def test_koeln_and_zuerich():
    koeln = real("koeln", "feeds/parkapi-v1/fixtures/koeln.json")
    assert (len(koeln.lots), len(koeln.reports), codes(koeln)) == (52, 50, ["no-data"] * 2)
    zuerich = real("zuerich-rss", "feeds/parkapi-v1/fixtures/zuerich.xml")
    assert (len(zuerich.lots), len(zuerich.reports), len(zuerich.openings)) == (37, 36, 36)
    assert lots(zuerich)["central"]["name"] == "Parkgarage am Central"


@real_data
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("hsinchu_2026/parking_history.csv", ("both", "Name", "Surplus")),
        ("birmingham/birmingham.csv", ("both", "SystemCodeNumber", "Occupancy")),
        ("melbourne_bays_2018/sensors_T11-18.csv", ("bays", "", "")),
    ],
)
def test_the_guess_comes_near_what_was_written_by_hand(path, expected):
    guess = guess_mapping(opened((SHARED / path).read_bytes(), path))
    counts = guess.mapping.counts
    live = counts.get("free") or counts.get("occupied") or {}
    columns = [pick.columns[0] for pick in live.values()]
    ids = guess.mapping.fields["lot_id"].columns
    assert (guess.mapping.rows, "".join(ids[:1]), "".join(columns)) == expected


@pytest.mark.parametrize("page", ["mappings.md", "mappings.zh.md"])
def test_what_the_page_shows_can_be_copied(page: str):
    whole, parts = re.findall(r"```toml\n(.*?)```", (SHIPPED.parent / page).read_text(), re.DOTALL)
    assert isinstance(read_mapping(whole.encode()), Mapping)
    lines = [line for line in parts.splitlines() if not line.startswith("lot_id = { cell")]
    toml = '[source]\nshape = "json"\nrows = "both"\n[fields]\n' + "\n".join(lines)
    assert isinstance(read_mapping(toml.encode()), Mapping)

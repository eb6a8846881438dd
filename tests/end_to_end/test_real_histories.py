"""Histories of real cities through the public API: nothing lost, nothing twice, ends right."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.formats.lot_ids import lot_id_of
from ingest.replay.detect import open_recording
from ingest.replay.recording import RecordedCount
from parking.clock import to_us
from tests.end_to_end.city import City, running_city

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FRANKFURT = DATA / "feeds" / "frankfurt-datex2-series"
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no recorded data at {DATA}"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with running_city(tmp_path_factory.mktemp("e2e") / "city", "--clock", "manual") as started:
        yield started


@pytest.fixture(scope="module")
def admin_key(city: City) -> str:
    return city.key("admin")


def replay(city: City, key: str, path: Path, operator: str, *options: str) -> dict:
    arguments = ["--url", city.url, "--key", key, "--operator", operator, "--speed", "max"]
    return city.onelot("replay", str(path), *arguments, *options)


def logged(city: City, operator: str) -> tuple[int, int]:
    """Rows in the log for an operator's lots, and identities among them."""
    row = city.fetch(
        "select count(*) as rows, count(distinct ident) as idents from report_log"
        " join lot using (lot_key) join operator using (operator_key) where operator_id = $1",
        operator,
    )[0]
    return row["rows"], row["idents"]


def shown(city: City, lot_id: str) -> dict:
    with city.client() as http:
        answer = http.get(f"/v1/lots/{lot_id}")
    assert answer.status_code == 200
    return answer.json()["availability"]


def last_counts(path: Path, until_us: int | None = None) -> dict[str, RecordedCount]:
    return {
        count.place_id: count
        for count in open_recording(path).counts()
        if count.free is not None and (until_us is None or count.observed_us < until_us)
    }


def assert_ends_as_recorded(city: City, path: Path, operator: str, last: dict) -> None:
    capacities = {lot.place_id: lot.capacity for lot in open_recording(path).lots}
    for place_id, count in last.items():
        availability = shown(city, lot_id_of(operator, place_id))
        known = availability["free"]
        if known is None:
            known = availability["last_known"]["free"]
        capacity = count.capacity or capacities[place_id]
        assert known == (count.free if capacity is None else min(count.free, capacity)), place_id


PERIOD = ("--from", "2025-09-01T00:00:00Z", "--to", "2025-09-15T00:00:00Z")


def test_two_weeks_of_dresden_stand_once_and_end_right(city: City, admin_key: str) -> None:
    source = DATA / "dresden_2025"
    first = replay(city, admin_key, source, "dresden", *PERIOD)
    assert first["sent"] == first["accepted"] + first.get("late", 0) > 40_000
    assert logged(city, "dresden") == (first["sent"], first["sent"])

    last = last_counts(source, to_us(datetime(2025, 9, 15, tzinfo=UTC)))
    assert_ends_as_recorded(city, source, "dresden", last)

    again = replay(city, admin_key, source, "dresden", *PERIOD)
    assert again["duplicate"] == first["sent"]
    assert logged(city, "dresden") == (first["sent"], first["sent"])
    assert_ends_as_recorded(city, source, "dresden", last)


def test_the_frankfurt_series_stands_once_and_its_empty_publications_zero_nothing(
    city: City, admin_key: str
) -> None:
    first = replay(city, admin_key, FRANKFURT, "ffm")
    acknowledged = first["accepted"] + first.get("late", 0)
    assert acknowledged > 1_500
    assert logged(city, "ffm") == (acknowledged, acknowledged)
    last = last_counts(FRANKFURT)
    assert_ends_as_recorded(city, FRANKFURT, "ffm", last)

    for empty in ("2021-12-11T173541Z_317B.xml", "2021-12-12T024518Z_317B.xml"):
        assert replay(city, admin_key, FRANKFURT / empty, "ffm")["sent"] == 0
    assert_ends_as_recorded(city, FRANKFURT, "ffm", last)

    replay(city, admin_key, FRANKFURT, "ffm")
    assert logged(city, "ffm") == (acknowledged, acknowledged)
    assert_ends_as_recorded(city, FRANKFURT, "ffm", last)


def test_a_lot_that_the_recording_leaves_closed_is_closed(city: City) -> None:
    assert shown(city, "ffm-18495")["state"] == "closed"

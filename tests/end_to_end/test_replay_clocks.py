"""Replay against either clock: the data's own times where it is manual, now where it is real."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.formats.lot_ids import lot_id_of
from ingest.replay.detect import open_recording
from tests.end_to_end.city import PROJECT, City, running_city

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city in real time."""
    with running_city(tmp_path_factory.mktemp("e2e") / "city") as started:
        yield started


@pytest.fixture(scope="module")
def key(city: City) -> str:
    return city.key("operator", "town")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Three counts of one lot, a second apart, of a day long ago."""
    began = datetime(2020, 5, 1, 8, tzinfo=UTC)
    changes = [f"{(began + timedelta(seconds=n)).isoformat()},square,{free}"
               for n, free in enumerate((30, 20, 10))]  # fmt: skip
    (tmp_path / "lots.csv").write_text("place_id,place_name,num_all\nsquare,Square,40\n")
    (tmp_path / "changes.csv").write_text("\n".join(["timestamp_utc,place_id,free", *changes]))
    return tmp_path


def seen(city: City, lot_id: str) -> dict:
    with city.client() as http:
        return http.get(f"/v1/lots/{lot_id}").json()["availability"]


def test_at_life_speed_a_recording_runs_from_now_on_and_shows_how_far_it_is(
    city: City, key: str, recording: Path
) -> None:
    screen, terminal = pty.openpty()
    began_s = time.monotonic()
    command = [sys.executable, "-m", "api.commands.main", "replay", str(recording), "--speed", "1"]
    played = subprocess.run(
        [*command, "--url", city.url, "--key", key],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
        check=True,
    )
    os.close(terminal)
    assert time.monotonic() - began_s >= 2.0
    assert "3 accepted" in played.stdout
    assert b"100%" in os.read(screen, 65_536)
    os.close(screen)
    shown = seen(city, "town-square")
    assert (shown["free"], shown["freshness"]) == (10, "live")
    assert shown["age_s"] < 60


def test_at_full_speed_a_recording_ends_now(city: City, key: str, recording: Path) -> None:
    city.onelot("replay", str(recording), "--url", city.url, "--key", key, "--speed", "max")
    shown = seen(city, "town-square")
    assert (shown["free"], shown["freshness"]) == (10, "live")


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no recorded data at {DATA}")
def test_birmingham_with_its_faults_ends_with_the_last_counts_that_can_be(
    tmp_path: Path,
) -> None:
    source = DATA / "birmingham" / "birmingham.csv"
    with running_city(tmp_path / "city", "--clock", "manual") as city:
        admin = city.key("admin")
        arguments = ["--url", city.url, "--key", admin, "--operator", "bhm", "--speed", "max"]
        done = city.onelot("replay", str(source), *arguments)
        assert done["rejected"] == done["reasons"]["count-out-of-range"] == 373
        assert done["sent"] == 35_717
        stored = city.fetch("select count(*), count(distinct ident) as idents from report_log")[0]
        assert stored["count"] == stored["idents"] == done["accepted"] + done.get("late", 0)
        last = {
            count.place_id: count
            for count in open_recording(source).counts()
            if count.free is not None and count.free >= 0
        }
        for place_id, count in last.items():
            shown = seen(city, lot_id_of("bhm", place_id))
            known = shown["last_known"]["free"] if shown["free"] is None else shown["free"]
            assert known == min(count.free, count.capacity), place_id

"""The fault kit itself: what a fault test rests on."""

import signal
from pathlib import Path

import pytest
import redis

from tests.faults.kit.faulty_city import faulty_city
from tests.faults.kit.soak_report import SoakReport


@pytest.mark.slow
def test_a_part_of_a_faulty_city_is_killed_frozen_and_started_again(tmp_path: Path) -> None:
    with faulty_city(tmp_path / "city", apis=2) as city:
        before = city.children()
        assert set(before) == {"serve", "serve-1", "work", "postgresql", "valkey"}
        with (
            city.frozen("valkey"),
            redis.Redis.from_url(city.stores.urls.redis_url, socket_timeout=0.3) as client,
            pytest.raises(redis.TimeoutError),
        ):
            client.ping()
        for name in before:
            city.restart(name)
        assert not set(before.values()) & set(city.children().values())
        city.wait_until_ready()
        assert city.stop("serve-1") in {0, -signal.SIGTERM}


def test_a_long_run_replaces_its_own_section_of_the_report_only(tmp_path: Path) -> None:
    file = tmp_path / "soak.md"
    report = SoakReport(file)
    for title, kills in (("Kills", 3), ("Power cuts", 5), ("Kills", 12_000)):
        report.add(title, {"kills": kills}, verdict="holds", conditions="a test")
    text = file.read_text()
    assert text.startswith("# ")
    assert text.count("## Kills") == text.count("## Power cuts") == 1
    assert "| kills | 12,000 |" in text
    assert "| kills | 5 |" in text

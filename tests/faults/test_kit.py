"""The fault kit itself: what a fault test rests on."""

import signal
from contextlib import nullcontext
from pathlib import Path

import pytest
import redis

from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.faulty_city import faulty_city
from tests.faults.kit.losses import shape_of
from tests.faults.kit.soak_report import SoakReport

SOUND, HOLED = Verdict(), Verdict({"lost": ["3 of 9"]})


@pytest.mark.parametrize(
    ("journals", "shape"),
    [
        ([[False, False], [False]], "everything"),
        ([[True, False, False], [True, True]], "a suffix"),
        ([[True, False, False, True], [True, False, True]], "a branch"),
        ([[True, False, True, False], [True, True]], "scattered"),
    ],
)
def test_the_shape_of_a_loss_is_named(journals: list[list[bool]], shape: str) -> None:
    assert shape_of(journals) == shape


@pytest.mark.parametrize(
    ("build", "found", "passes"),
    [
        (REAL, SOUND, True),
        (REAL, HOLED, False),
        (Build("loses", breaks="lost"), HOLED, True),
        (Build("loses", breaks="lost"), SOUND, False),
        (Build("shows", breaks="wrong"), HOLED, False),
    ],
)
def test_a_fault_holds_on_the_real_build_and_shows_on_a_weakened_one_as_named(
    build: Build, found: Verdict, passes: bool
) -> None:
    @fault()
    def judged(*, build: Build) -> Verdict:
        return found

    with nullcontext() if passes else pytest.raises(AssertionError):
        judged(build=build)


@pytest.mark.slow
def test_a_part_of_a_faulty_city_is_killed_frozen_and_started_again(tmp_path: Path) -> None:
    with faulty_city(tmp_path / "city") as city:
        before = city.children()
        assert set(before) == {"serve", "work", "postgresql", "valkey"}
        with (
            city.frozen("valkey"),
            redis.Redis.from_url(city.stores.urls.redis_url, socket_timeout=0.3) as client,
            pytest.raises(redis.TimeoutError),
        ):
            client.ping()
        for name in ("postgresql", "valkey", "serve", "work"):  # a door opens on its stores only
            city.restart(name)
        assert not set(before.values()) & set(city.children().values())
        city.wait_until_ready()
        assert city.stop("serve") in {0, -signal.SIGTERM}


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

"""`onelot demo` as its own processes: all of them die at once, and cars go on being counted."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.cities import City, environment

PATIENCE_S = 90
CHILDREN = {"postgres": "postgresql", "valkey-server": "valkey", "serve": "serve",
            "work": "work", "ingest": "ingest", "broker": "broker",
            "simulate run": "simulate", "simulate sharing": "sharing"}  # fmt: skip
"""What each is called by the kernel, and by the supervisor."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@contextmanager
def running_demo(
    data_dir: Path, errors: Path, *, lots: int = 20, past_days: int = 0
) -> Iterator[City]:
    command = [sys.executable, "-m", "api.commands.main", "demo", "--lots", str(lots), "--json"]
    command += ["--past-days", str(past_days)]
    with (
        errors.open("w") as told,
        subprocess.Popen(
            [*command, "--port", "0", "--data-dir", str(data_dir)],
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
            env=environment(),
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline() or errors.read_text())
            yield City(said["address"], data_dir, process)
        finally:
            process.send_signal(signal.SIGTERM)


def test_a_demo_heals_when_all_its_processes_die_at_once(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with running_demo(tmp_path / "city", errors) as city:
        until(lambda: set(city.children()) == set(CHILDREN) and reported(city))
        killed = city.children()
        for pid in killed.values():
            os.kill(pid, signal.SIGKILL)
        until(lambda: all(city.children().get(name, pid) != pid for name, pid in killed.items()))
        until(lambda: answers(city, "/readyz") and reported(city))
        told = errors.read_text()
        for name in CHILDREN.values():
            assert re.search(
                rf"^onelot: {name} ended \(SIGKILL\), starting it again in 0\.1 s$",
                told,
                re.MULTILINE,
            )
        assert city.stop() == 0


def test_a_new_demo_hears_of_its_past_once_and_says_when_that_is_done(tmp_path: Path) -> None:
    folder, errors = tmp_path / "city", tmp_path / "errors"
    log, note = folder / "logs" / "past.log", folder / "simulated-past.json"
    with running_demo(folder, errors, lots=5, past_days=1) as city:
        until(lambda: log.is_file() and "reports of the past" in log.read_text())
        until(lambda: set(city.children()) == set(CHILDREN))
        assert not note.exists()
        assert city.stop() == 0
    told = log.read_text()
    with running_demo(folder, errors, lots=5, past_days=1) as city:
        until(lambda: reported(city))
        assert city.stop() == 0
    assert log.read_text() == told
    assert "past ended" not in errors.read_text()


def reported(city: City) -> bool:
    """Whether the serving process that answers has taken in reports: it counts from its start."""
    try:
        return 'status="accepted"' in city.get("/metrics")[1]
    except OSError:
        return False


def answers(city: City, path: str) -> bool:
    try:
        return city.get(path)[0] == 200
    except OSError:
        return False


def until(holds) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, "it never came to hold"
        time.sleep(0.1)

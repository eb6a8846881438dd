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
            "work": "work", "broker": "broker",
            "simulate run": "simulate", "simulate sharing": "sharing"}  # fmt: skip
"""What each is called by the kernel, and by the supervisor."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@contextmanager
def running_demo(data_dir: Path, errors: Path) -> Iterator[City]:
    command = [sys.executable, "-m", "api.commands.main", "demo", "--lots", "20", "--json"]
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

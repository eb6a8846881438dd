"""`onelot up` as its own processes: it gets ready, heals, stops, and finds everything again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.faults.kit.scale import scaled, soak_seed
from tests.faults.kit.soak_report import SoakReport
from tests.services.cities import City, running_city

PATIENCE_S = 60
CHILDREN = {"postgres", "valkey-server", "serve", "work", "ingest"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory):
    with running_city(tmp_path_factory.mktemp("up") / "city") as city:
        yield city


def until(holds, patience_s: float = PATIENCE_S) -> None:
    deadline_s = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline_s, "it never came to hold"
        time.sleep(0.1)


def gone(pids: set[int]) -> bool:
    """Ended, though perhaps not yet noticed by whoever inherited them."""
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    return all(not stat.exists() or ") Z " in stat.read_text() for stat in stats)


def answers(city: City, path: str) -> bool:
    try:
        return city.get(path)[0] == 200
    except OSError:
        return False


def test_a_city_that_says_its_address_is_ready(city: City) -> None:
    assert city.get("/readyz")[0] == 200
    assert set(city.children()) == CHILDREN


def test_other_commands_find_the_running_city(city: City) -> None:
    command = [sys.executable, "-m", "api.commands.main", "migrate", "--json"]
    done = subprocess.run(
        [*command, "--data-dir", str(city.data_dir)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"applied": []}


def test_a_port_that_is_taken_is_said_in_plain_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "api.commands.main", "up", "--port", port]
        done = subprocess.run(
            [*command, "--data-dir", str(tmp_path / "city")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stopped_city_leaves_nothing_and_starts_again_after_a_kill(tmp_path: Path) -> None:
    with running_city(tmp_path / "city", "--clock", "manual") as city:
        children = set(city.children().values())
        assert city.stop() == 0
        assert gone(children)
    with running_city(tmp_path / "city", "--clock", "manual") as city:
        children = set(city.children().values())
        city.process.kill()
        until(lambda: gone(children))
    with running_city(tmp_path / "city") as city:
        assert answers(city, "/readyz")


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    with running_city(tmp_path / "city", "--workers", "2") as city:
        serve = city.children()["serve"]
        workers = Path(f"/proc/{serve}/task/{serve}/children").read_text().split()
        os.kill(serve, signal.SIGKILL)
        until(lambda: gone({int(pid) for pid in workers}))
        until(lambda: answers(city, "/readyz"))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_city_heals_from_thirty_kills_in_any_order(
    tmp_path: Path, soak_report: SoakReport
) -> None:
    seed, kills = soak_seed(), scaled(30)
    random = Random(seed)
    with running_city(tmp_path / "city") as city:
        for _ in range(kills):
            until(lambda: CHILDREN & set(city.children()))
            name = random.choice(sorted(CHILDREN & set(city.children())))
            os.kill(city.children()[name], signal.SIGKILL)
            time.sleep(random.uniform(0, 3))
        began_s = time.monotonic()
        until(lambda: set(city.children()) == CHILDREN)
        until(lambda: answers(city, "/readyz"))
        healed_s = time.monotonic() - began_s
        code = city.stop()
    soak_report.add(
        "Supervisor",
        {
            "kills": kills,
            "ready again after the last, s": healed_s,
            "exit code": code,
            "seed": seed,
        },
        verdict="holds" if code == 0 else "does not stop in order",
        conditions="`onelot up`; its children die by kill -9, up to 3 s after each other, before "
        "or after they have healed",
    )
    assert code == 0

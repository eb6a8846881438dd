"""The supervisor with real, small processes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr

import pytest

from api.commands.supervisor import FIRST_PAUSE_S, Supervisor
from parking.storage.embedded.server import end

PATIENCE_S = 30


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"])


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    end(process, timeout_s=PATIENCE_S)


@pytest.fixture
def started() -> list[subprocess.Popen[bytes]]:
    return []


@pytest.fixture
def supervisor(started: list[subprocess.Popen[bytes]]):
    supervisor = Supervisor()

    def launch() -> subprocess.Popen[bytes]:
        started.append(sleeper())
        return started[-1]

    supervisor.watch("sleeper", launch, stop)
    yield supervisor
    supervisor.stop_all()


def test_a_dead_process_is_started_again_and_said_so(supervisor, started, capsys) -> None:
    started[0].kill()
    assert supervisor.run(until=lambda: len(started) == 2)
    assert "sleeper ended (SIGKILL), starting it again" in capsys.readouterr().err


def test_a_machine_without_room_for_a_process_is_tried_until_it_has(
    supervisor, started, capsys
) -> None:
    tries = 0

    def launch() -> subprocess.Popen[bytes]:
        nonlocal tries
        tries += 1
        if tries in {2, 3}:
            raise BlockingIOError("no room for a process")
        return sleeper()

    supervisor.watch("late", launch, stop)
    supervisor._watched[-1].process.kill()
    assert supervisor.run(until=lambda: tries == 4)
    told = capsys.readouterr().err.splitlines()
    assert [line.rpartition(" in ")[2] for line in told] == ["0.1 s", "0.2 s", "0.4 s"]
    assert told[1].startswith("onelot: late does not start (no room for a process)")
    assert supervisor.deaths() == {"sleeper": 0, "late": 3}


def test_all_that_die_at_once_are_started_again(supervisor, started, capsys) -> None:
    others: list[subprocess.Popen[bytes]] = []

    def launch() -> subprocess.Popen[bytes]:
        others.append(sleeper())
        return others[-1]

    for name in ("second", "third"):
        supervisor.watch(name, launch, stop)
    for process in (*started, *others):
        process.kill()
    assert supervisor.run(until=lambda: len(started) + len(others) == 6)
    told = capsys.readouterr().err
    assert all(f"onelot: {name} ended (SIGKILL)" in told for name in supervisor.deaths())


def test_an_errand_that_is_done_is_left_alone_and_one_that_failed_is_done_again(
    supervisor, capsys
) -> None:
    runs: dict[str, list[subprocess.Popen[bytes]]] = {"done": [], "failed": []}
    for name, code in (("done", 0), ("failed", 1)):

        def launch(name: str = name, code: int = code) -> subprocess.Popen[bytes]:
            program = f"raise SystemExit({code if not runs[name] else 0})"
            runs[name].append(subprocess.Popen([sys.executable, "-c", program]))
            return runs[name][-1]

        supervisor.watch(name, launch, stop, is_errand=True)
    assert supervisor.run(
        until=lambda: len(runs["failed"]) == 2 and runs["failed"][1].poll() is not None
    )
    assert len(runs["done"]) == 1
    assert "done ended" not in capsys.readouterr().err
    assert supervisor.deaths() == {"sleeper": 0, "done": 0, "failed": 1}


def test_a_full_disk_under_the_log_ends_no_city(supervisor, started) -> None:
    full = os.fdopen(os.open("/dev/full", os.O_WRONLY), "w", buffering=1)
    started[0].kill()
    with redirect_stderr(full):
        assert supervisor.run(until=lambda: len(started) == 2)
    with pytest.raises(OSError, match="No space"):
        full.close()  # with what it could not say


def test_a_death_by_a_signal_without_a_name_is_a_death_like_any(
    supervisor, started, capsys
) -> None:
    started[0].send_signal(signal.SIGRTMIN + 1)
    assert supervisor.run(until=lambda: len(started) == 2)
    assert f"ended (signal {signal.SIGRTMIN + 1})" in capsys.readouterr().err


def test_the_pause_grows_while_it_keeps_dying(supervisor, started) -> None:
    began_s = time.monotonic()
    for deaths in range(1, 4):
        started[-1].kill()
        assert supervisor.run(until=lambda deaths=deaths: len(started) == deaths + 1)
    assert time.monotonic() - began_s >= FIRST_PAUSE_S * (1 + 2 + 4)
    assert supervisor.deaths() == {"sleeper": 3}


@pytest.fixture
def handlers():
    """Have the handlers of signals as they were, after the test."""
    before = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_a_signal_before_anything_is_watched_waits_for_nothing() -> None:
    Supervisor().listen_for_stop()
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 0


@pytest.mark.usefixtures("handlers")
def test_a_signal_ends_the_watch_and_stop_all_ends_the_rest(supervisor, started) -> None:
    supervisor.listen_for_stop()
    signal.raise_signal(signal.SIGTERM)
    assert not supervisor.run()
    supervisor.stop_all()
    signal.raise_signal(signal.SIGTERM)  # a second one disturbs nothing
    assert started[0].returncode == -signal.SIGTERM

"""Keeps a city's processes alive: watches them, starts a dead one again, ends all in order."""

import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import click

from parking.storage.embedded.errors import EmbeddedStoreError

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
STEADY_AFTER_S = 5.0
WATCH_INTERVAL_S = 0.05

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Watched:
    """One process and how to start and end it; `due_s` is when to start it again once it died.

    `is_errand`: it may end by itself, and is not started again once it is done (exit code 0).
    """

    name: str
    launch: Callable[[], Process]
    stop: Callable[[Process], None]
    process: Process
    started_s: float
    pause_s: float = FIRST_PAUSE_S
    due_s: float | None = None
    deaths: int = 0
    is_errand: bool = False


class Supervisor:
    """Watches in the caller's thread, which must be the main one: children die with it."""

    def __init__(self) -> None:
        self._watched: list[Watched] = []
        self._stopping = False
        self._has_begun = False

    def listen_for_stop(self) -> None:
        """Let SIGINT, SIGTERM and SIGHUP end the watch; what follows is a clean stop.

        Before anything is watched they end what we are about, be it the wait for a long recovery;
        a store that was just started ends with us.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def watch(
        self,
        name: str,
        launch: Callable[[], Process],
        stop: Callable[[Process], None],
        process: Process | None = None,
        *,
        is_errand: bool = False,
    ) -> None:
        """Look after `process`, or after what `launch` starts now; an errand may get done."""
        self._has_begun = True
        started = process or launch()
        self._watched.append(
            Watched(name, launch, stop, started, time.monotonic(), is_errand=is_errand)
        )

    def run(self, until: Callable[[], bool] | None = None) -> bool:
        """Watch until `until` holds (True) or somebody wants us to stop (False)."""
        while not self._stopping:
            if until is not None and until():
                return True
            for one in self._watched:
                _look_after(one)
            time.sleep(WATCH_INTERVAL_S)
        return False

    def deaths(self) -> dict[str, int]:
        """How often each process died unasked."""
        return {one.name: one.deaths for one in self._watched}

    def stop_all(self) -> None:
        """End what runs, the last started first."""
        for one in reversed(self._watched):
            if one.process.poll() is None:
                one.stop(one.process)
        self._watched.clear()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        if not self._has_begun:
            raise SystemExit(0)


def _look_after(one: Watched) -> None:
    now_s = time.monotonic()
    code = one.process.poll()
    if code is None:
        if now_s - one.started_s > STEADY_AFTER_S:
            one.pause_s = FIRST_PAUSE_S
    elif code == 0 and one.is_errand:
        return
    elif one.due_s is None:
        _put_off(one, f"ended ({_why(code)})")
    elif now_s >= one.due_s:
        _start_again(one)


def _start_again(one: Watched) -> None:
    """Launch it; a machine that has no room for a process just now is tried again like a death."""
    try:
        one.process = one.launch()
    except (OSError, EmbeddedStoreError) as error:
        _put_off(one, f"does not start ({error})")
    else:
        one.started_s, one.due_s = time.monotonic(), None


def _put_off(one: Watched, what: str) -> None:
    one.deaths += 1
    one.due_s = time.monotonic() + one.pause_s
    with suppress(OSError):  # a full disk, or nobody there to read it: neither may end the city
        click.echo(f"onelot: {one.name} {what}, starting it again in {one.pause_s:g} s", err=True)
    one.pause_s = min(one.pause_s * 2, LONGEST_PAUSE_S)


def _why(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"

"""What every embedded server is to the one who keeps it alive."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from parking.storage.embedded.account import Account
from parking.storage.embedded.errors import EmbeddedStoreError

READY_TIMEOUT_S = 60.0
POLL_INTERVAL_S = 0.01


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a server is started in: the city's folder, sockets, log, user, files it keeps open."""

    city: Path
    run: Path
    log: Path
    account: Account | None
    kept_files: Sequence[int] = ()
    durable: bool = True


class Server(Protocol):
    """A server on a socket in the run folder."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def log(self) -> Path: ...

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it; it answers some time later."""
        ...

    def answers(self, process: subprocess.Popen[bytes]) -> bool: ...

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End it cleanly and wait for that; its data stay."""
        ...

    def close(self) -> None:
        """Give back what it was started from."""
        ...


def start(server: Server) -> subprocess.Popen[bytes]:
    """Launch and wait until it answers; say why where it ends twice before or never does."""
    process, has_ended = server.launch(), False
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while not server.answers(process):
        if process.poll() is not None and not has_ended:
            process, has_ended = server.launch(), True
        elif process.poll() is not None:
            raise EmbeddedStoreError(
                f"{server.name} ended at start (code {process.returncode}). "
                f"It says: {last_words(server.log)}"
            )
        if time.monotonic() > deadline_s:
            end(process, timeout_s=0)
            raise EmbeddedStoreError(
                f"{server.name} did not answer in {READY_TIMEOUT_S:.0f} s. "
                f"It says: {last_words(server.log)}"
            )
        time.sleep(POLL_INTERVAL_S)
    return process


def end(process: subprocess.Popen[bytes], *, timeout_s: float) -> None:
    """Wait for a process that was told to stop; kill it when it does not."""
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    return " / ".join(lines[-5:]) or f"nothing (see {log})"

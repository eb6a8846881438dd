"""A Mosquitto of a test's own, with our files; it may be killed, and return on its port."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.mqtt.accounts import password_line
from ingest.mqtt.acl import PLATFORM_USER, acl_text

PROGRAM = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_mosquitto = pytest.mark.skipif(PROGRAM is None, reason="no mosquitto here (apt install it)")
PASSWORD = "a-password-of-a-test"
START_S = 10.0


class Mosquitto:
    """Keeps its folder and port over `kill` and `start`."""

    def __init__(
        self, folder: Path, users: tuple[str, ...], gated: dict[str, list[str]], *more: str
    ):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        (folder / "acl").write_text(acl_text(gated))
        lines = [password_line(user, PASSWORD, user.encode().ljust(12, b".")[:12])
                 for user in (PLATFORM_USER, *users)]  # fmt: skip
        (folder / "passwords").write_text("".join(f"{line}\n" for line in lines))
        (folder / "conf").write_text(
            "\n".join([
                f"listener {self.port} 127.0.0.1", "allow_anonymous false",
                f"acl_file {folder}/acl", f"password_file {folder}/passwords",
                "persistence true", f"persistence_location {folder}/",
                "max_queued_messages 100000", f"user {getpass.getuser()}",
                *more,
            ])
        )  # fmt: skip
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"mqtt://{PLATFORM_USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def start(self) -> "Mosquitto":
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(PROGRAM), "-c", str(self.folder / "conf")], stdout=log, stderr=log
            )
        began = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert self._process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() - began < START_S
                time.sleep(0.02)
            else:
                return self

    def kill(self) -> None:
        """End it as a power cut would: what it has not written yet is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def mosquitto(
    folder: Path, *more: str, users: tuple[str, ...] = ("north", "south"), gated=None
) -> Iterator[Mosquitto]:
    """Run one; `more` are lines of its configuration."""
    broker = Mosquitto(folder, users, gated or {}, *more).start()
    try:
        yield broker
    finally:
        broker.kill()

"""A whole city as its own processes, started by the command a user types."""

import http.client
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ONELOT = "api.commands.main"
READY_PATIENCE_S = 180
STOP_PATIENCE_S = 60
LIVE_STORE = "valkey-server"  # whichever of the two it is
COMMAND_WORD = 3  # of `python -m PROGRAM COMMAND`
MADE_UP_COUNTS: Mapping[str, str] = {"ONELOT_SELF_CHECKING": "off"}
"""For a city whose counts are random numbers: no cars make them, and a city that doubts them shows
none.
"""


@dataclass(frozen=True, slots=True)
class City:
    """What `onelot up --json` said, and the process that said it."""

    address: str
    data_dir: Path
    process: subprocess.Popen[str]
    mqtt_url: str | None = None
    """Of the broker that it brought, where it was told to."""

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def children(self) -> dict[str, int]:
        """Process numbers of the city's direct children by command."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        named = {}
        for pid in task.read_text().split():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended just now
                named[name_of(int(pid))] = int(pid)
        return named

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_PATIENCE_S)


@contextmanager
def running_city(
    data_dir: Path,
    *options: str,
    program: str = ONELOT,
    settings: Mapping[str, str] | None = None,
) -> Iterator[City]:
    """`onelot up` on a free port, ready; stopped at the end where the test has not.

    `settings` are of its `ONELOT_*`; it knows none of this process, save which servers to run.
    """
    errors = (data_dir.parent / f"{data_dir.name}.errors").open("w+")
    command = [sys.executable, "-m", program, "up", "--port", "0", "--json"]
    with (
        errors,
        subprocess.Popen(
            [*command, "--data-dir", str(data_dir), *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment() | dict(settings or {}),
        ) as process,
    ):
        try:
            yield City(**_said(process, Path(errors.name)), process=process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def environment() -> dict[str, str]:
    """Ours without the city's settings, save which servers to run."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ONELOT_") or name.startswith("ONELOT_EMBEDDED_")
    }


def _said(process: subprocess.Popen[str], errors: Path) -> dict[str, object]:
    assert process.stdout is not None
    select.select([process.stdout], [], [], READY_PATIENCE_S)
    line = process.stdout.readline() if process.poll() is None else ""
    assert line, f"the city did not get ready: {errors.read_text()}"
    said = json.loads(line)
    brought = {"mqtt_url": said.get("mqtt_url")}
    return {"address": said["address"], "data_dir": Path(said["data_dir"]), **brought}


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    if len(words) > COMMAND_WORD and words[1] == "-m":
        is_group = words[COMMAND_WORD] == "simulate"
        return " ".join(words[COMMAND_WORD : COMMAND_WORD + 1 + is_group])
    program = Path(f"/proc/{pid}/comm").read_text().strip()
    return LIVE_STORE if program == "redis-server" else program

"""Servers under measurement: child processes on loopback, their CPU time, their readiness."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 120.0
STOP_S = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    """One server process and where it answers."""

    url: str
    process: subprocess.Popen[bytes]

    def cpu_s(self) -> float:
        return cpu_s(self.process.pid)


def cpu_s(process_id: int) -> float:
    """CPU time of all its threads so far, to the nanosecond the scheduler counts."""
    tasks = Path(f"/proc/{process_id}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def child_server(
    arguments: list[str], port: int, environment: Mapping[str, str], ready: str
) -> Iterator[Server]:
    """Run `python -m …` until the path `ready` answers 200; stopped with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        _wait_until_ready(server, ready)
        yield server
    finally:
        process.terminate()
        process.wait(STOP_S)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def pin(process_id: int, processor: int) -> None:
    """Keep a process on one processor, where there is more than one."""
    if (os.cpu_count() or 1) > processor:
        for task in Path(f"/proc/{process_id}/task").iterdir():
            os.sched_setaffinity(int(task.name), {processor})


def _wait_until_ready(server: Server, ready: str) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}")
        try:
            if httpx.get(server.url + ready, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{server.url} does not get ready")

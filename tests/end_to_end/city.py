"""A whole city as a newcomer starts it: `onelot up` in a process of its own, keys by command."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from parking.storage.embedded.data_folder import find_state
from tests.services.databases import run

READY_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 40.0
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class City:
    """A running city: its address, its folder, its supervisor's process."""

    url: str
    data_dir: Path
    process: subprocess.Popen[str]

    def onelot(self, *arguments: str, timeout_s: float = 180.0) -> dict:
        """Run one command and return its line of JSON; its words on failure."""
        done = subprocess.run(
            [sys.executable, "-m", "api.commands.main", *arguments, "--json"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr[-2000:]}"
        return json.loads(done.stdout)

    def key(self, role: str, operator: str | None = None) -> str:
        """Create a key of this role and return it."""
        extra = ["--operator", operator] if operator else []
        made = self.onelot(
            "key", "create", "--role", role, *extra, "--data-dir", str(self.data_dir)
        )
        return made["key"]

    def client(self, key: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30.0, trust_env=False)

    def fetch(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """Ask the city's own database, as its owner."""
        state = find_state(self.data_dir)
        assert state is not None

        async def ask() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(state.stores.database_url)
            try:
                return await connection.fetch(sql, *values)
            finally:
                await connection.close()

        return run(ask())

    @property
    def redis_url(self) -> str:
        state = find_state(self.data_dir)
        assert state is not None
        return state.stores.redis_url


@contextmanager
def running_city(data_dir: Path, *options: str) -> Iterator[City]:
    """Start a city on `data_dir` and stop it in order; it stores nothing outside that folder."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "api.commands.main", "up", "--json", "--port", "0"),
            *("--data-dir", str(data_dir), *options),
        ],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the city did not start; see {data_dir}"
        yield City(json.loads(line)["address"], data_dir, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOP_TIMEOUT_S)
        if process.stdout is not None:
            process.stdout.close()

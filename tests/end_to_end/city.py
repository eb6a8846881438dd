"""What a test does with a whole running city: commands, keys, calls, and a look into its stores."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
import httpx

from parking.storage.embedded.data_folder import CityState, find_state
from parking.storage.settings import StoreUrls
from tests.services import cities
from tests.services.databases import run

PROJECT = Path(__file__).resolve().parents[2]


class Started(Protocol):
    """Who started the city, and where it is."""

    @property
    def address(self) -> str: ...

    @property
    def data_dir(self) -> Path: ...

    def children(self) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class City:
    """A city that runs, and what one can do with it from outside."""

    started: Started

    @property
    def url(self) -> str:
        return self.started.address

    def children(self) -> dict[str, int]:
        """Process ids of what the supervisor keeps running, by name."""
        return self.started.children()

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
        folder = ["--data-dir", str(self.started.data_dir)]
        return self.onelot("key", "create", "--role", role, *extra, *folder)["key"]

    def client(self, key: str | None = None) -> httpx.Client:
        """Call the city's API. Without certificates, which take longer to read than a call does."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(
            base_url=self.url, headers=headers, timeout=30.0, trust_env=False, verify=False
        )

    def fetch(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """Ask the city's own database, as its owner."""

        async def ask() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.stores.database_url)
            try:
                return await connection.fetch(sql, *values)
            finally:
                await connection.close()

        return run(ask())

    @property
    def stores(self) -> StoreUrls:
        return self._state().stores

    def wait_until_ready(self, timeout_s: float = 60.0) -> None:
        """Wait until /readyz answers 200 again."""
        deadline_s = time.monotonic() + timeout_s
        with self.client() as http:
            while time.monotonic() < deadline_s:
                try:
                    if http.get("/readyz").status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        raise AssertionError("the city does not get ready again")

    def _state(self) -> CityState:
        state = find_state(self.started.data_dir)
        assert state is not None
        return state


@contextmanager
def running_city(
    data_dir: Path,
    *options: str,
    program: str = cities.ONELOT,
    settings: Mapping[str, str] | None = None,
) -> Iterator[City]:
    """Start a city on `data_dir` and stop it at the end."""
    with cities.running_city(data_dir, *options, program=program, settings=settings) as started:
        yield City(started)

"""A real city of separate processes, each to kill, freeze and start again by a test.

Its stores are the embedded durable ones; `serve` and `work` may reach them through a proxy. The
kills that a supervisor must mend run on `onelot up` instead.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from parking.storage.embedded.server import end, last_words, start
from parking.storage.embedded.stores import EmbeddedStores, embedded_stores
from parking.storage.postgres.migrate import migrate
from parking.storage.settings import StoreUrls
from tests.end_to_end.city import City
from tests.faults.kit import processes
from tests.faults.kit.builds import REAL, Build
from tests.faults.kit.weaken import weaken_servers
from tests.services.cities import MADE_UP_COUNTS
from tests.services.databases import run

STOP_PATIENCE_S = 30.0
READY_PATIENCE_S = 180.0


@dataclass(frozen=True, slots=True)
class Started:
    """What `City` needs to know of the city it talks to."""

    address: str
    data_dir: Path
    children: Callable[[], dict[str, int]]


@dataclass(frozen=True, slots=True)
class FaultyCity:
    """Parts are named `serve` (`serve-1` for the second), `work`, `postgresql`, `valkey`."""

    stores: EmbeddedStores
    build: Build
    environment: Mapping[str, str]
    ports: Mapping[str, int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def city(self, name: str = "serve") -> City:
        """The city as one of its API processes shows it."""
        return City(Started(self.address(name), self.stores.folder.path, self.children))

    def address(self, name: str = "serve") -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def children(self) -> dict[str, int]:
        return {
            name: process.pid for name, process in (self.running | self._store_processes).items()
        }

    def log(self, name: str) -> Path:
        return self.stores.folder.log(name)

    def start(self, name: str, command: str | None = None) -> None:
        """Start a part that is down; a store answers when this returns.

        What the part is, its name says where `command` does not.
        """
        for server in self.stores.servers:
            if server.name == name:
                self.stores.processes[name] = start(server)
                weaken_servers(self.build, self.stores.urls)
                return
        command = command or name.partition("-")[0]
        port = {"ONELOT_PORT": str(self.ports[name])} if name in self.ports else {}
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", self.build.program, command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self.environment, **port},
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """`kill -9`, and wait until it is gone; PostgreSQL's and a server's children follow it."""
        process = self._process(name)
        process.kill()
        process.wait()

    def restart(self, name: str) -> None:
        self.kill(name)
        self.start(name)

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """SIGSTOP of the part with all its children; SIGCONT at the end."""
        with processes.frozen(self._process(name).pid):
            yield

    def stop(self, name: str) -> int:
        """Ask `serve` or `work` to end; its exit code."""
        process = self.running[name]
        process.send_signal(signal.SIGTERM)
        end(process, timeout_s=STOP_PATIENCE_S)
        return process.returncode

    def wait_until_ready(self, timeout_s: float = READY_PATIENCE_S) -> None:
        """Every API process answers /readyz with 200."""
        for name in self.ports:
            try:
                self.city(name).wait_until_ready(timeout_s)
            except AssertionError as error:
                raise AssertionError(f"{name}: {error}: {last_words(self.log(name))}") from error

    @property
    def _store_processes(self) -> dict[str, subprocess.Popen[bytes]]:
        return self.stores.processes

    def _process(self, name: str) -> subprocess.Popen[bytes]:
        return (self.running | self._store_processes)[name]


@contextmanager
def faulty_city(
    data_dir: Path,
    build: Build = REAL,
    *,
    apis: int = 1,
    through: Callable[[StoreUrls], StoreUrls] = lambda direct: direct,
    environment: Mapping[str, str] | None = None,
) -> Iterator[FaultyCity]:
    """Start the stores, `serve` (`apis` of them, one port each) and `work`; ready when entered.

    `through` gives the URLs by which the children reach the stores; the test itself and other
    commands go straight. A key may report as fast as it can, or producers on a quick machine would
    be turned away for their rate and leave the city idle.
    """
    with ExitStack() as stack:
        stores = stack.enter_context(embedded_stores(data_dir))
        weaken_servers(build, stores.urls)
        run(migrate(stores.urls.database_url))
        urls = through(stores.urls)
        own = {key: value for key, value in os.environ.items() if not key.startswith("ONELOT_")}
        given = {
            "ONELOT_DATABASE_URL": urls.database_url,
            "ONELOT_REDIS_URL": urls.redis_url,
            "ONELOT_DATA_DIR": str(stores.folder.path),
            "ONELOT_LIMIT_REPORTS_PER_S": "0",
            **MADE_UP_COUNTS,
        }
        names = ["serve", *(f"serve-{number}" for number in range(1, apis))][:apis]
        ports = dict(zip(names, free_ports(apis), strict=True))
        city = FaultyCity(stores, build, own | given | dict(environment or {}), ports)
        stack.callback(_end_all, city)
        for name in (*names, "work"):
            city.start(name)
        city.wait_until_ready()
        yield city


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [one.getsockname()[1] for one in sockets]


def _end_all(city: FaultyCity) -> None:
    """Whatever state a test left them in: frozen, dead or well."""
    for process in city.children().values():
        processes.thaw(processes.tree(process))
    for process in city.running.values():
        process.terminate()
    deadline_s = time.monotonic() + STOP_PATIENCE_S
    for process in city.running.values():
        end(process, timeout_s=max(deadline_s - time.monotonic(), 0))

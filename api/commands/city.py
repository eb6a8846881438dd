"""A whole city as one command: its stores, its processes, its clock. A composition root."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from api.commands.city_clock import ClockChoice, set_clock
from api.commands.readiness import address_of, is_ready, usable_port
from api.commands.supervisor import Process, Supervisor
from api.settings import Settings
from parking.storage.embedded.server import Server, end, last_words
from parking.storage.embedded.spawn import spawn
from parking.storage.embedded.stores import EmbeddedStores, embedded_stores
from parking.storage.postgres.migrate import migrate

BROKER_HOST = "127.0.0.1"
PROGRAM = (sys.executable, "-m", "api.commands.main")
STOP_TIMEOUT_S = 30.0
MOST_FAILED_STARTS = 5
# When `make demo` began, in seconds since 1970: set-up counts as part of the way to the first map.
STARTED_AT = "ONELOT_STARTED_AT_S"


@dataclass(frozen=True, slots=True)
class CityOptions:
    """What `up` and `demo` are told."""

    host: str
    port: int
    data_dir: Path
    workers: int
    clock: ClockChoice


class RunningCity:
    """A city under its supervisor; `add` gives it more processes."""

    def __init__(
        self, options: CityOptions, port: int, stores: EmbeddedStores, supervisor: Supervisor
    ) -> None:
        self.options = options
        self.port = port
        self.stores = stores
        self.mqtt_url = Settings().mqtt_url
        self._supervisor = supervisor
        for server in stores.servers:
            self._watch_store(server)

    @property
    def address(self) -> str:
        return address_of(self.options.host, self.port)

    def add(self, name: str, arguments: Sequence[str], *, is_errand: bool = False) -> None:
        """Keep `onelot ARGUMENTS` running beside the others, an errand until it is done.

        It logs to its own file.
        """

        def launch() -> Process:
            with self.stores.folder.log(name).open("ab") as log:
                return spawn(
                    [*PROGRAM, *arguments],
                    account=None,
                    death_signal=signal.SIGTERM,
                    log=log,
                    environment=self._environment(),
                    folder=str(Path.cwd()),
                )

        self._supervisor.watch(name, launch, _stop, is_errand=is_errand)

    def add_broker(self) -> None:
        """Keep a broker for gates running, where none is named; who is added later knows it."""
        if self.mqtt_url is None:
            port = usable_port(BROKER_HOST, 0)
            self.add("broker", ["broker", "--host", BROKER_HOST, "--port", str(port)])
            self.mqtt_url = f"mqtt://{BROKER_HOST}:{port}"

    def wait_until_ready(self) -> bool:
        """Whether it got ready before somebody stopped it; raises when it cannot."""
        return self._supervisor.run(until=self._is_ready)

    def _is_ready(self) -> bool:
        for name, deaths in self._supervisor.deaths().items():
            if deaths >= MOST_FAILED_STARTS:
                log = self.stores.folder.log(name)
                raise click.ClickException(
                    f"{name} does not start. Its log {log} ends: {last_words(log)}"
                )
        return is_ready(self.options.host, self.port)

    def _watch_store(self, server: Server) -> None:
        def launch() -> Process:
            process = server.launch()
            self.stores.processes[server.name] = process
            return process

        self._supervisor.watch(server.name, launch, server.stop, self.stores.processes[server.name])

    def _environment(self) -> dict[str, str]:
        urls = self.stores.urls
        return os.environ | {
            "ONELOT_DATABASE_URL": urls.database_url,
            "ONELOT_REDIS_URL": urls.redis_url,
            "ONELOT_DATA_DIR": str(self.stores.folder.path),
            "ONELOT_HOST": self.options.host,
            "ONELOT_PORT": str(self.port),
            "ONELOT_WORKERS": str(self.options.workers),
            "ONELOT_MQTT_URL": self.mqtt_url or "",
        }


def run_city(
    options: CityOptions,
    on_ready: Callable[[RunningCity, float], None],
    *,
    has_broker: bool = False,
) -> None:
    """Run until SIGINT or SIGTERM. `on_ready` gets the city and the seconds it took.

    `has_broker`: with an MQTT broker of its own for gates, unless one is named.
    """
    began_s = float(os.environ.get(STARTED_AT, time.time()))
    settings = Settings()
    supervisor = Supervisor()
    supervisor.listen_for_stop()
    port = usable_port(options.host, options.port)
    with embedded_stores(
        options.data_dir, database_url=settings.database_url, redis_url=settings.redis_url
    ) as stores:
        asyncio.run(migrate(stores.urls.database_url))
        asyncio.run(set_clock(stores.urls.database_url, options.clock))
        city = RunningCity(options, port, stores, supervisor)
        try:
            if has_broker:
                city.add_broker()
            city.add("serve", ["serve"])
            city.add("work", ["work"])
            city.add("ingest", ["ingest"])
            if city.wait_until_ready():
                stores.tell(city.address)
                on_ready(city, time.time() - began_s)
                supervisor.run()
        finally:
            supervisor.stop_all()


def _stop(process: Process) -> None:
    process.send_signal(signal.SIGTERM)
    end(process, timeout_s=STOP_TIMEOUT_S)

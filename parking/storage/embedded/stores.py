"""The stores of one data folder: our own servers, or none of a kind that is named from outside."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from parking.storage.embedded.account import server_account
from parking.storage.embedded.data_folder import CityState, DataFolder, birth_of, lead
from parking.storage.embedded.postgres import PostgresServer
from parking.storage.embedded.run_folder import close_run_folder, open_run_folder
from parking.storage.embedded.server import Server, Surroundings, start
from parking.storage.embedded.valkey import ValkeyServer
from parking.storage.settings import StoreUrls


class EmbeddedStores:
    """The running servers; `processes` is by server name and changes when one is restarted."""

    def __init__(self, folder: DataFolder, named: dict[str, str]) -> None:
        self.folder = folder
        self.servers: list[Server] = []
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._named = named

    @property
    def urls(self) -> StoreUrls:
        urls = self._named | {server.name: server.url for server in self.servers}
        return StoreUrls(urls[PostgresServer.name], urls[ValkeyServer.name])

    def start(self) -> None:
        for server in self.servers:
            self.processes[server.name] = start(server)
        self.tell()

    def tell(self, address: str | None = None) -> None:
        """Let other commands on this folder find the stores, and the city once it has one."""
        urls, pid = self.urls, os.getpid()
        self.folder.tell(CityState(pid, birth_of(pid), urls.database_url, urls.redis_url, address))

    def stop(self) -> None:
        for server in reversed(self.servers):
            process = self.processes.pop(server.name, None)
            if process is not None:
                server.stop(process)


@contextmanager
def embedded_stores(
    data_dir: Path,
    *,
    database_url: str | None = None,
    redis_url: str | None = None,
    durable: bool = True,
) -> Iterator[EmbeddedStores]:
    """Lead `data_dir` with both stores answering; our own end with the block.

    Call it from the main thread: the servers' death signal follows the thread that started them.
    """
    account = server_account(data_dir)
    given = {PostgresServer.name: database_url, ValkeyServer.name: redis_url}
    with ExitStack() as stack:
        folder = lead(data_dir)
        stack.callback(folder.release)
        run = open_run_folder(folder.path, account)
        stack.callback(close_run_folder, folder.path)
        stores = EmbeddedStores(folder, {name: url for name, url in given.items() if url})
        for kind in (PostgresServer, ValkeyServer):
            if given[kind.name]:
                continue
            around = Surroundings(
                city=folder.path,
                run=run,
                log=folder.log(kind.name),
                account=account,
                kept_files=[folder.lock_file],
                durable=durable,
            )
            server = kind(around)
            stack.callback(server.close)
            stores.servers.append(server)
        stack.callback(stores.stop)
        stores.start()
        yield stores

"""The embedded Valkey (or Redis): live state, rebuilt from PostgreSQL whenever it is lost."""

import shutil
import signal
import socket
import subprocess
from pathlib import Path

from parking.storage.embedded.binaries import find_live_server
from parking.storage.embedded.server import Surroundings, end
from parking.storage.embedded.spawn import spawn
from parking.storage.embedded.store_folder import drop_other_kinds, open_store_folder

STOP_TIMEOUT_S = 20.0
GAVE_UP = 1
"""Its exit code where it cannot read what it kept, as a power cut may leave it."""


class ValkeyServer:
    """Valkey on a unix socket, without a TCP port."""

    name = "valkey"

    def __init__(self, around: Surroundings) -> None:
        found = find_live_server(around.account)
        drop_other_kinds(around.city, found.server)
        self._program = found.program
        self._folder = open_store_folder(around.city, found.server, around.account)
        self._socket = around.run / "valkey.sock"
        self._around = around
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def log(self) -> Path:
        return self._around.log

    def launch(self) -> subprocess.Popen[bytes]:
        """Launch it; empty where it gave up the last time, for the truth is in PostgreSQL."""
        if self._process is not None and self._process.poll() == GAVE_UP:
            self._drop_data()
        with self.log.open("ab") as log:
            self._process = spawn(
                [str(self._program), *self._settings()],
                account=self._around.account,
                death_signal=signal.SIGTERM,
                log=log,
                kept_files=[*self._folder.kept_files, *self._around.kept_files],
            )
        return self._process

    def answers(self, process: subprocess.Popen[bytes]) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                answer = connection.recv(64)
            except OSError:
                return False
        return answer.startswith(b"+PONG") and process.poll() is None  # else still loading

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        end(process, timeout_s=STOP_TIMEOUT_S)

    def close(self) -> None:
        self._folder.close()

    def _drop_data(self) -> None:
        with self.log.open("a") as log:
            log.write("onelot: it gave up, so it starts again without its data\n")
        shutil.rmtree(self._folder.path / "appendonlydir", ignore_errors=True)
        for dump in self._folder.path.glob("*.rdb"):
            dump.unlink()

    def _settings(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": self._folder.inner_path,
            "appendonly": "yes" if self._around.durable else "no",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
        }
        return [part for name, value in settings.items() for part in (f"--{name}", value)]

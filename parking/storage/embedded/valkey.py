"""The embedded Valkey (or Redis): live state, in memory alone, rebuilt at each of its starts."""

import signal
import socket
import subprocess
from pathlib import Path

from parking.storage.embedded.binaries import find_live_server
from parking.storage.embedded.server import Surroundings, end
from parking.storage.embedded.spawn import spawn
from parking.storage.embedded.store_folder import drop_other_kinds, open_store_folder

STOP_TIMEOUT_S = 20.0


class ValkeyServer:
    """Valkey on a unix socket, without a TCP port."""

    name = "valkey"
    patience_s = 60.0

    def __init__(self, around: Surroundings) -> None:
        found = find_live_server(around.account)
        drop_other_kinds(around.city, found.server)
        self._program = found.program
        self._folder = open_store_folder(around.city, found.server, around.account)
        self._folder.clear()  # earlier releases kept a file, which nobody would trust
        self._socket = around.run / "valkey.sock"
        self._around = around

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def log(self) -> Path:
        return self._around.log

    def launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return spawn(
                [str(self._program), *self._settings()],
                account=self._around.account,
                death_signal=signal.SIGTERM,
                log=log,
                kept_files=[*self._folder.kept_files, *self._around.kept_files],
            )

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

    def _settings(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": self._folder.inner_path,
            "appendonly": "no",
            "save": "",
            "daemonize": "no",
        }
        return [part for name, value in settings.items() for part in (f"--{name}", value)]

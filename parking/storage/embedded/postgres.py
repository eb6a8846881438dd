"""The embedded PostgreSQL: the truth of the city, on a unix socket, without a TCP port."""

import signal
import subprocess
from pathlib import Path

from parking.storage.embedded.binaries import find_postgres
from parking.storage.embedded.initdb import SUPERUSER, is_made, make_cluster
from parking.storage.embedded.server import Surroundings, end
from parking.storage.embedded.spawn import spawn
from parking.storage.embedded.store_folder import open_store_folder, refuse_other_versions

DATABASE = "onelot"
STOP_TIMEOUT_S = 60.0
STATUS_LINE = 7  # of postmaster.pid, counted from 0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_locks_per_transaction": "256",  # the tail locks every day of the log, four each
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# Only for tests: nothing is kept over a power cut.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """PostgreSQL with trust for whoever can enter the run folder, which is ours alone."""

    name = "postgresql"
    patience_s = 3_600.0
    """After a power cut it reads gigabytes; killed amid that it would begin anew, and never end."""

    def __init__(self, around: Surroundings) -> None:
        self._found = find_postgres(around.account)
        refuse_other_versions(around.city, self._found.server)
        self._folder = open_store_folder(around.city, self._found.server, around.account)
        self._around = around
        # The city's lock proves that no server lives here. A process number that was reused since
        # (in a container nearly always) would make PostgreSQL believe the contrary.
        self._process_file.unlink(missing_ok=True)

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={self._around.run}"

    @property
    def log(self) -> Path:
        return self._around.log

    def launch(self) -> subprocess.Popen[bytes]:
        if not is_made(self._folder):
            make_cluster(
                self._found,
                self._folder,
                DATABASE,
                account=self._around.account,
                durable=self._around.durable,
                kept_files=self._around.kept_files,
            )
        with self.log.open("ab") as log:
            return spawn(
                [
                    str(self._found.folder / "postgres"),
                    *("-D", self._folder.inner_path, "-k", str(self._around.run)),
                    *self._settings(),
                ],
                account=self._around.account,
                death_signal=signal.SIGINT,
                log=log,
                kept_files=[*self._folder.kept_files, *self._around.kept_files],
            )

    def answers(self, process: subprocess.Popen[bytes]) -> bool:
        try:
            lines = self._process_file.read_text().splitlines()
        except OSError:
            return False
        return (
            len(lines) > STATUS_LINE
            and lines[0] == str(process.pid)
            and lines[STATUS_LINE].strip() == "ready"
        )

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGINT)  # fast: roll back what is open, then checkpoint
        end(process, timeout_s=STOP_TIMEOUT_S)

    def close(self) -> None:
        self._folder.close()

    def _settings(self) -> list[str]:
        settings = SETTINGS if self._around.durable else SETTINGS | FAST_SETTINGS
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    @property
    def _process_file(self) -> Path:
        return self._folder.path / "postmaster.pid"

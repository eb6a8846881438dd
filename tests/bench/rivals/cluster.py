"""A PostgreSQL with PostGIS for a rival: Debian's programs in a folder of the bench's own."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parking.storage.embedded.account import server_account
from parking.storage.embedded.binaries import DEBIAN_POSTGRES, PostgresPrograms, ServerKind
from parking.storage.embedded.initdb import SUPERUSER, make_cluster
from parking.storage.embedded.postgres import FAST_SETTINGS, SETTINGS
from parking.storage.embedded.run_folder import close_run_folder, open_run_folder
from parking.storage.embedded.server import end
from parking.storage.embedded.spawn import spawn
from parking.storage.embedded.store_folder import open_store_folder

DATABASE, READY_S, STOP_S = "rival", 60.0, 30.0


def find_postgis() -> PostgresPrograms | None:
    """Find a PostgreSQL of Debian's that has PostGIS; of several any will do."""
    for library in DEBIAN_POSTGRES.glob("*/lib/postgis-3.so"):
        version = library.parents[1]
        return PostgresPrograms(ServerKind("postgresql", int(version.name)), version / "bin")
    return None


@contextmanager
def postgis_cluster(programs: PostgresPrograms) -> Iterator[str]:
    """Run it without fsync on a unix socket; yields the database's URL."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        account = server_account(folder)
        data = open_store_folder(folder, programs.server, account)
        run = open_run_folder(folder, account)
        make_cluster(programs, data, DATABASE, account=account, durable=False)
        settings = (SETTINGS | FAST_SETTINGS).items()
        options = [part for name, value in settings for part in ("-c", f"{name}={value}")]
        server = str(programs.folder / "postgres")
        with (folder / "log").open("ab") as log:
            process = spawn(
                [server, "-D", data.inner_path, "-k", str(run), *options],
                account=account, death_signal=signal.SIGINT, log=log, kept_files=data.kept_files,
            )  # fmt: skip
        try:
            _wait_until_ready(data.path / "postmaster.pid")
            yield f"postgresql://{SUPERUSER}@/{DATABASE}?host={run}"
        finally:
            process.send_signal(signal.SIGINT)
            end(process, timeout_s=STOP_S)
            data.close()
            close_run_folder(folder)


def _wait_until_ready(process_file: Path) -> None:
    deadline_s = time.monotonic() + READY_S
    while not (process_file.is_file() and "ready" in process_file.read_text()):
        if time.monotonic() > deadline_s:
            raise TimeoutError("the rival's PostgreSQL does not answer")
        time.sleep(0.05)

"""The folder of the sockets: `run` below the city's, or a short one elsewhere it links to."""

import shutil
import socket
import tempfile
from pathlib import Path

from parking.storage.embedded.account import Account

# The kernel takes about 107 bytes for a socket's path.
LONGEST_SOCKET_FOLDER = 80
OWNER = "city"
"""A file in a folder elsewhere that names the city whose it is: a copy of a data folder holds the
same link, and must leave the sockets of a city that runs alone.
"""


def open_run_folder(city: Path, account: Account | None) -> Path:
    """A fresh, empty folder that only the servers' user (and root) can enter."""
    run = city / "run"
    close_run_folder(city)
    run.mkdir(mode=0o700)
    if not _takes_sockets(run, account):
        run.rmdir()
        elsewhere = Path(tempfile.mkdtemp(prefix="onelot-"))
        (elsewhere / OWNER).write_text(str(city))
        run.symlink_to(elsewhere)
        run = elsewhere
    if account is not None:
        account.own(run)
    return run


def close_run_folder(city: Path) -> None:
    """Remove the folder, wherever it is, and the link to it."""
    run = city / "run"
    if run.is_symlink():
        if _owner_of(run) == str(city):
            shutil.rmtree(run.resolve(), ignore_errors=True)
        run.unlink()
    elif run.is_dir():
        shutil.rmtree(run)


def _owner_of(run: Path) -> str | None:
    try:
        return (run / OWNER).read_text()
    except OSError:
        return None


def _takes_sockets(run: Path, account: Account | None) -> bool:
    """Some shared file systems know no sockets, and the servers' user may not get down here."""
    if len(bytes(run)) > LONGEST_SOCKET_FOLDER:
        return False
    if account is not None and not account.can_read(run.parent):
        return False
    probe = run / "probe"
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(probe))
        probe.unlink()
    except OSError:
        return False
    return True

"""Makes a new PostgreSQL cluster; never touches one that is there.

A mark beside the folder stands, on the disk too, from before the first file until all are synced:
after a kill or a power cut meanwhile the cluster may look whole and is made anew.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from parking.storage.disk import sync_folder
from parking.storage.embedded.account import Account
from parking.storage.embedded.binaries import PostgresPrograms
from parking.storage.embedded.errors import EmbeddedStoreError
from parking.storage.embedded.store_folder import StoreFolder

SUPERUSER = "onelot"
BUILTIN_LOCALE_SINCE = 17


def make_cluster(
    programs: PostgresPrograms,
    folder: StoreFolder,
    database: str,
    *,
    account: Account | None,
    durable: bool,
    kept_files: Sequence[int] = (),
) -> None:
    """Initialise `folder` with `database` in it; what an interrupted try left is removed first."""
    mark = _mark(folder)
    mark.touch()
    sync_folder(mark.parent)
    folder.clear()
    locale = ["--locale=C"]
    if programs.server.major >= BUILTIN_LOCALE_SINCE:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    initdb = [str(programs.folder / "initdb"), "-D", folder.inner_path, "-U", SUPERUSER]
    initdb += ["-A", "trust", "-E", "UTF8", "--no-instructions", *locale]
    single = [str(programs.folder / "postgres"), "--single", "-D", folder.inner_path]
    if not durable:
        initdb += ["--no-sync"]
        single += ["-c", "fsync=off"]
    files = [*folder.kept_files, *kept_files]
    _run(initdb, folder, account, files)
    _run([*single, "postgres"], folder, account, files, f"create database {database};\n")
    mark.unlink()
    sync_folder(mark.parent)


def is_made(folder: StoreFolder) -> bool:
    """Tell whether a whole cluster is there; raises where one has lost what every one has."""
    if _mark(folder).exists():
        return False
    if (folder.path / "global/pg_control").is_file():
        return True
    if any(folder.path.iterdir()):
        raise EmbeddedStoreError(
            f"{folder.path} is damaged: it has no global/pg_control. Restore a backup into another "
            "folder (onelot restore); remove this one only if it never held a city."
        )
    return False


def _mark(folder: StoreFolder) -> Path:
    return folder.path.with_name(f"{folder.path.name}.unfinished")


def _run(
    command: list[str],
    folder: StoreFolder,
    account: Account | None,
    kept_files: Sequence[int],
    commands: str = "",
) -> None:
    done = subprocess.run(
        command,
        input=commands,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        pass_fds=kept_files,
    )
    if done.returncode != 0:
        raise EmbeddedStoreError(
            f"PostgreSQL could not make its folder {folder.path}: {done.stderr.strip()}"
        )

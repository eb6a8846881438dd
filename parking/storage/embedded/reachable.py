"""Copies of programs for a user who cannot enter the folder they are installed in."""

import hashlib
import shutil
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

# Only root gets here (others run the programs as themselves), and only root may write here: a
# folder that everybody can write would let a stranger plant the programs we start.
CACHE = Path("/var/cache/onelot")


def reachable_copy(sources: Sequence[Path], cache: Path = CACHE) -> Path:
    """A folder everybody can read that holds copies of `sources`, which are siblings."""
    folder = cache / _fingerprint(sources)
    if folder.is_dir():
        return folder
    cache.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache))
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, fresh / source.name, ignore=shutil.ignore_patterns("*.pyc"))
        else:
            shutil.copy2(source, fresh / source.name)
    for path in (fresh, *fresh.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))
    try:
        fresh.rename(folder)
    except OSError:  # somebody else was faster
        shutil.rmtree(fresh)
    return folder


def _fingerprint(sources: Sequence[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        status = source.stat()
        digest.update(f"{source.resolve()} {status.st_mtime_ns} {status.st_size};".encode())
    return digest.hexdigest()

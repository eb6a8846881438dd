"""The folder of one city: who leads it, and what the leader tells other commands."""

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from parking.storage.embedded.errors import CityRunningError, EmbeddedStoreError
from parking.storage.settings import StoreUrls

TAKE_OVER_TIMEOUT_S = 60.0
POLL_INTERVAL_S = 0.05
LONGEST_LOG_BYTES = 20_000_000
_STARTED_AT = 19  # of /proc/PID/stat, counted behind the program's name


@dataclass(frozen=True, slots=True)
class CityState:
    """What other commands on the same folder need of the leader.

    `born` says which process of that number it is: after a power cut another one has it.
    """

    pid: int
    born: str | None
    database_url: str
    redis_url: str
    address: str | None = None

    @property
    def stores(self) -> StoreUrls:
        return StoreUrls(self.database_url, self.redis_url)


class DataFolder:
    """A folder we lead. The servers inherit `lock_file`, so the lock ends with the last of them:
    who holds it knows that no server of an earlier leader is left.
    """

    def __init__(self, path: Path, lock_file: int) -> None:
        self.path = path
        self.lock_file = lock_file

    def log(self, name: str) -> Path:
        """The log file of a process about to start; a long one is set aside first."""
        folder = self.path / "logs"
        folder.mkdir(exist_ok=True)
        log = folder / f"{name}.log"
        if log.is_file() and log.stat().st_size > LONGEST_LOG_BYTES:
            log.replace(folder / f"{name}.log.1")
        return log

    def tell(self, state: CityState) -> None:
        fresh = self.path / "city.json.new"
        fresh.touch(mode=0o600)  # a URL from outside may hold a password
        fresh.write_text(json.dumps(asdict(state)) + "\n")
        fresh.replace(self.path / "city.json")

    def release(self) -> None:
        (self.path / "city.json").unlink(missing_ok=True)
        os.close(self.lock_file)


def lead(path: Path) -> DataFolder:
    """Take the folder, made where it is missing.

    Waits for the servers of a leader that was killed; raises CityRunningError while one lives.
    """
    path = path.resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock_file = os.open(path / "city.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedStoreError(f"Cannot use {path} as data folder: {error.strerror}") from error
    deadline_s = time.monotonic() + TAKE_OVER_TIMEOUT_S
    while not _lock(lock_file):
        leader = _leader_of(lock_file)
        if leader is not None or time.monotonic() > deadline_s:
            os.close(lock_file)
            raise CityRunningError(
                f"{path} is in use: a city or another command runs on it "
                f"(process {leader or 'unknown'}). "
                "Stop it or wait for it, or choose another folder with --data-dir."
            )
        time.sleep(POLL_INTERVAL_S)
    os.ftruncate(lock_file, 0)
    os.pwrite(lock_file, str(os.getpid()).encode(), 0)
    return DataFolder(path, lock_file)


def find_state(path: Path) -> CityState | None:
    """What the leader of this folder told; None while there is none, or not yet ready."""
    try:
        state = CityState(**json.loads((path / "city.json").read_text()))
    except (FileNotFoundError, ValueError, TypeError):  # a power cut leaves less than was written
        return None
    return state if state.born is not None and state.born == birth_of(state.pid) else None


def birth_of(pid: int) -> str | None:
    """Name the moment a process began, and the machine's start; None where it is gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return f"{boot}/{words[_STARTED_AT]}"


def _lock(lock_file: int) -> bool:
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leader_of(lock_file: int) -> int | None:
    text = os.pread(lock_file, 20, 0)
    return int(text) if text.isdigit() and _is_alive(int(text)) else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

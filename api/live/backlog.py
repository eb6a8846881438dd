"""Backlog: the snapshots and resumes that one connection is still owed, in the order asked for."""

from collections import deque
from collections.abc import Iterable

from api.live import messages
from api.live.catchup import Catchup
from api.live.hub import Hub
from api.live.snapshot import Snapshot
from api.live.tile_sets import NOTHING, joined
from api.live.tiles import TileSet

Job = Snapshot | Catchup


class Backlog:
    """At most one job for each watch."""

    __slots__ = ("_jobs",)

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._jobs: deque[Job] = deque(jobs)

    def __bool__(self) -> bool:
        return bool(self._jobs)

    @property
    def is_amid_snapshot(self) -> bool:
        return bool(self._jobs) and self._jobs[0].begun

    def add(self, job: Job) -> None:
        self._jobs.append(job)

    def drop(self, watch_id: str) -> None:
        self._jobs = deque(job for job in self._jobs if job.watch_id != watch_id)

    def include(self, watch_id: str, tiles: TileSet) -> bool:
        """Add tiles to the job of a watch; False where it has none."""
        for job in self._jobs:
            if job.watch_id == watch_id:
                job.include(tiles)
                return True
        return False

    def positions(self, hub: Hub, but: Job | None = None) -> bytes:
        """Say where the connection stands; nothing while a resume from further back is owed."""
        if any(isinstance(job, Catchup) and job is not but for job in self._jobs):
            return b"{}"
        return messages.pos_json(hub.standing())

    def next_frame(self, hub: Hub, held: TileSet, now_us: int) -> tuple[bytes, TileSet]:
        """Make the next frame, and say which tiles have been shown whole with it.

        Resumes asked for together are answered together.
        """
        frame, shown = b"", NOTHING
        while self._jobs:
            job = self._jobs[0]
            frame += job.next_frame(hub, held, self.positions(hub, job), now_us)
            if job.done:
                shown = joined(shown, self._jobs.popleft().tiles)
            if isinstance(job, Catchup) and job.failed:
                # A failed resume becomes a snapshot, and takes its turn at once.
                self._jobs[0] = Snapshot(job.watch_id, job.tiles, job.unknown, job.failed)
            elif not (isinstance(job, Catchup) and job.done):
                break
        return frame, shown

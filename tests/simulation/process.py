"""The processes of the city: the product's own parts, put together on the models of the stores.

A killed process does nothing more: first its ways are cut, then its tasks end.
"""

import asyncio
from collections.abc import Coroutine
from functools import partial

from prometheus_client import CollectorRegistry

from api.follower import ReplicaFollower
from api.limits import Callers
from api.live.accounts import Accounts
from api.live.connection import LiveConnection
from api.live.limits import LiveLimits
from api.live.metrics import LiveMetrics
from api.live.service import LiveService, LiveSetup
from api.live.ticker import Ticker
from ingest.absolute_lane import AbsoluteLane
from ingest.assembly import COMMIT_TIMEOUT_S, SLOW_TIMEOUT_S, WRITERS, history_terms
from ingest.chores import forget_what_has_gone
from ingest.counted_lane import CountedLane
from ingest.counting_of_lot import Reach
from ingest.history.lane import HistoryLane
from ingest.live_apply import LiveApply
from ingest.metrics import IngestMetrics
from ingest.problem_notes import ProblemNotes
from ingest.projector import Projector
from ingest.reports.answer import Answer
from ingest.reports.door import ReportDoor
from ingest.rhythm import Rhythm
from ingest.work import STEP_TIMEOUT_S
from ingest.writer import ReportWriter
from parking.clock import CityClock
from parking.directory import Directory
from parking.live.replica import Replica
from parking.principal import Principal
from parking.storage.postgres.clock import DatabaseTime
from parking.storage.postgres.feed_problems import FeedProblems
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.report_log import ReportLog
from parking.storage.redis.projection import RedisProjection
from tests.simulation.postgres_connection import ModelPool
from tests.simulation.redis_transport import ModelTransport, connector
from tests.simulation.socket_model import ModelSocket
from tests.simulation.stage import HOUR_US, PARTITIONS, Stage
from tests.simulation.weather import Weather

REGISTRY_POLL_S = 1.0
HISTORY_TERMS = history_terms(days=1_461)
ANY_LOG = Reach(rows=1 << 40, is_last=False)
OPENED = b""
"""What answers an opening handshake is not a frame; the model's client begins after it."""
CLOCKS_OFF_US = (0, 0, 0, 0, -24 * HOUR_US, -HOUR_US, HOUR_US, 90_000_000)
"""How wrong the clock of a machine is."""


class Process:
    """One operating system process, from its start until it is killed."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.name = name
        self.stage = stage
        self.chance = stage.stream(name)
        self.skew_us = self.chance.choice(CLOCKS_OFF_US)
        self.to_redis = Weather()
        self._time = DatabaseTime(self._machine_us, stage.elapsed_us)
        self.clock = CityClock(stage.reading, self._time.now_us)
        self.directory = Directory()
        self._opened: list[ModelTransport] = []
        self.pool = ModelPool(stage.postgres, stage.to_postgres, stage.stream(name, "sql"))
        self.projection = RedisProjection(
            "",
            partitions=PARTITIONS,
            connect=connector(
                stage.redis, self.to_redis, stage.stream(name, "redis"), self._opened
            ),
            real_us=self._time.now_us,
        )
        self.is_alive = True
        self._tasks: dict[asyncio.Task, None] = {}

    def _machine_us(self) -> int:
        return self.stage.real_us() + self.skew_us

    def start(self, work: Coroutine) -> asyncio.Task:
        """Run a task of this process; one that fails by itself fails the simulation."""
        task = asyncio.ensure_future(work)
        self._tasks[task] = None
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and task.exception() is not None and self.is_alive:
            self.stage.fail(f"{self.name} died of {task.exception()!r}", task.exception())

    def kill(self) -> None:
        self.is_alive = False
        self.pool.hang_up()
        for transport in self._opened:
            transport.is_dead = True
        for task in list(self._tasks):
            task.cancel()

    async def refresh(self) -> None:
        """Take in what the registry has committed, then what time it is; answers may be late."""
        await self.stage.to_registry.travel(self.chance)
        delta = self.stage.registry.load(self.directory.version)
        await self.stage.to_registry.travel(self.chance)
        if delta.version > self.directory.version:
            self.directory.apply(delta)
            self._take(delta)
        await self._read_clock()
        await self._settle()

    async def _read_clock(self) -> None:
        """Be told the time by PostgreSQL, as `PostgresClock.read` is."""
        asked_us = self._time.now_us()
        await self.stage.to_registry.travel(self.chance)
        told_us = self.stage.real_us()
        await self.stage.to_registry.travel(self.chance)
        self._time.correct(told_us, asked_us=asked_us, heard_us=self._time.now_us())

    def _take(self, delta) -> None:
        """Hand a delta on to whoever listens in this process."""

    async def _settle(self) -> None:
        """Do what must follow the registry and the clock."""

    async def _follow_registry(self) -> None:
        while True:
            await self.refresh()
            await asyncio.sleep(REGISTRY_POLL_S)


class ApiProcess(Process):
    """`onelot serve`: the doors, a replica, and the live channel."""

    def __init__(self, stage: Stage, name: str) -> None:
        super().__init__(stage, name)
        self.replica = Replica(
            self.directory, partitions=PARTITIONS, settled_a_step=stage.settled_a_step
        )
        self.follower = ReplicaFollower(
            self.replica,
            self.projection,
            self.clock,
            partitions=PARTITIONS,
            now_s=asyncio.get_running_loop().time,
        )
        self._open_doors()
        self.sockets: list[ModelSocket] = []
        self.live: LiveService | None = None
        self.start(self._serve())

    async def _serve(self) -> None:
        """Open for requests once the registry is known, as the composition root does."""
        await self._read_clock()
        await self.refresh()
        self._open_channel()
        for work in (
            self._follow_registry,
            self.follower.run,
            self.follower.sweep,
            self._writer.run,
            self._history_writer.run,
            Ticker(self.live).run,
        ):
            self.start(work())

    @property
    def is_open(self) -> bool:
        return self.is_alive and self.live is not None

    def _take(self, delta) -> None:
        self.replica.apply_registry(delta, self.clock.now_us())

    async def _settle(self) -> None:
        await self.follower.take_turns()

    def _open_doors(self) -> None:
        metrics = IngestMetrics(CollectorRegistry())
        log, live = ReportLog(), LiveApply(self.projection, metrics)
        counts, counted_lots = LotCounts(), set[int]()
        self._writer = ReportWriter(
            AbsoluteLane(log, counts, live, counted_lots),
            CountedLane(log, counts, live, ANY_LOG),
            [LogConnection(self.pool, timeout_s=COMMIT_TIMEOUT_S) for _ in range(WRITERS)],
            metrics,
            counted_lots=counted_lots,
        )
        lane = HistoryLane(log)
        self._history_writer = ReportWriter(
            lane,
            lane,
            [LogConnection(self.pool, timeout_s=SLOW_TIMEOUT_S)],
            metrics,
            deadline_s=SLOW_TIMEOUT_S,
        )
        door = partial(
            ReportDoor,
            directory=self.directory,
            clock=self.clock,
            notes=ProblemNotes(FeedProblems(self.pool)),
            metrics=metrics,
            reports_per_s=0,
            refresh=self.refresh,
        )
        self._doors = {
            "reports": door(self._writer, name="reports"),
            "history": door(self._history_writer, name="history", terms=HISTORY_TERMS),
        }

    def _open_channel(self) -> None:
        setup = LiveSetup(
            limits=LiveLimits(),
            clock=self.clock,
            zone="Asia/Shanghai",
            callers=Callers(()),
            origins=frozenset(),
            now_s=asyncio.get_running_loop().time,
            chance=self.stage.stream(self.name, "live"),
        )
        self.live = LiveService(
            self.replica, Accounts(None), LiveMetrics(CollectorRegistry()), setup
        )

    def post(self, door: str, principal: Principal, body: bytes) -> asyncio.Task[Answer]:
        """Have a request handled; its task ends with the process."""
        return self.start(self._doors[door].handle(principal, body, None))

    def open_socket(self, socket: ModelSocket) -> bool:
        """Accept a websocket, if this process takes one now."""
        if not self.is_open or self.live.refusal("client") is not None:
            return False
        connection = LiveConnection(self.live, socket, "client", set())
        socket.open(connection)
        self.sockets.append(socket)
        self.live.enter(connection, OPENED)
        return True

    def kill(self) -> None:
        super().kill()
        for socket in self.sockets:
            socket.reset()


class WorkProcess(Process):
    """`onelot work` while it leads: the projector, and what it learns of the sources."""

    def __init__(self, stage: Stage, name: str) -> None:
        super().__init__(stage, name)
        self.rhythm = Rhythm()
        self.projector = Projector(
            LogConnection(self.pool, timeout_s=STEP_TIMEOUT_S),
            self.projection,
            self.directory,
            refresh=self.refresh,
            on_rows=self.rhythm.see,
        )
        self.start(self._lead())

    def _take(self, delta) -> None:
        forget_what_has_gone(delta, self.rhythm, self.projector)

    async def _lead(self) -> None:
        await self._read_clock()
        await self.refresh()
        self.start(self._follow_registry())
        await self.projector.run()

"""The projector: re-applies the committed log to the live projection, and rebuilds it when lost.

It knows the tail, the checkpoint and the epoch. What is away is waited for; nothing is skipped.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Final

from ingest.register_fold import RegisterFold
from ingest.tail_registers import TailRegisters
from parking.directory import Directory
from parking.live.count_state import register_of_state
from parking.lot import Lot
from parking.ports import Register
from parking.storage.postgres.checkpoint import load_checkpoint, save_checkpoint
from parking.storage.postgres.feed_verdicts import read_doubts
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import Horizon, ReportLog, TailRow
from parking.storage.postgres.sharing.supplies import read_supplies
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection

ROWS_A_TURN: Final = 500
"""A turn's rows and registers are here at once: what the largest took is never given back."""
IDLE_S: Final = 0.1
AWAY_S: Final = 0.5
CHECKPOINT_S: Final = 3.0
EPOCH_CHECK_S: Final = 1.0
APPLY_TIMEOUT_S: Final = 10.0
NO_HORIZON: Final = 2**63 - 1
"""Beyond every transaction."""

_log = logging.getLogger("onelot.projector")


class Projector:
    """One leads per city. `on_rows` sees every row of the tail once, in the order of commits."""

    def __init__(
        self,
        connection: LogConnection,
        projection: RedisProjection,
        directory: Directory,
        *,
        refresh: Callable[[], Awaitable[None]],
        on_rows: Callable[[Sequence[TailRow]], None],
    ) -> None:
        self._connection = connection
        self._projection = projection
        self._directory = directory
        self._refresh = refresh
        self._on_rows = on_rows
        self._log, self._counts = ReportLog(), LotCounts()
        self._tail = TailRegisters(self._log, self._counts)
        self._fold = RegisterFold({})
        self._cursor = (0, 0)
        self._horizon = Horizon(0, 0)
        self._read_until = 0
        self._awaited = (0, 0.0)
        self._filling: str | None = None
        self._saved_at_s = self._checked_at_s = self._level_at_s = 0.0
        self.rebuilds = 0

    def lag_s(self) -> float:
        """Seconds since a moment of which everything that had begun by then has been read."""
        return asyncio.get_running_loop().time() - self._level_at_s

    def forget(self, lot_keys: Iterable[int]) -> None:
        """Forget lots that have gone: their keys are never given out again."""
        self._fold.forget(lot_keys)

    async def run(self) -> None:
        """Work for ever; belongs to the leader."""
        await self._persist(self._start)
        while True:
            rows = await self._persist(self._turn)
            if rows < ROWS_A_TURN:
                await asyncio.sleep(IDLE_S)

    async def _persist(self, step: Callable[[], Awaitable[int]]) -> int:
        """Repeat a step until the stores are there; says once that they are not."""
        is_told = False
        while True:
            try:
                return await step()
            except ProjectionLostError as error:
                _log.warning("rebuilding the live projection: %s", error)
                step = self._rebuild
            except (LogAwayError, ProjectionAwayError) as error:
                if not is_told:
                    _log.warning("a store is away, waiting: %s", error)
                is_told = True
                await asyncio.sleep(AWAY_S)

    async def _start(self) -> int:
        checkpoint = await self._connection.run(load_checkpoint)
        self._fold = RegisterFold(checkpoint.registers)
        self._cursor = checkpoint.cursor
        self._level_at_s = asyncio.get_running_loop().time()
        self._awaited = (0, self._level_at_s)
        return 0

    async def _turn(self) -> int:
        """Take in the next rows of the tail; returns how many there were."""
        now_s = asyncio.get_running_loop().time()
        if self._filling is None and now_s - self._checked_at_s >= EPOCH_CHECK_S:
            await self._projection.epoch()
            self._checked_at_s = now_s
        rows, registers = await self._connection.run(self._read)
        if rows:
            await self._apply(registers)
            # Only now: what it has is not rewritten when the turn is repeated.
            self._fold.take(register for register in registers if self._is_kept(register))
            self._on_rows(rows)
            self._cursor = (rows[-1].xid, rows[-1].id)
        if len(rows) < ROWS_A_TURN:
            self._note_level(now_s)
            await self._complete()
        if now_s - self._saved_at_s >= CHECKPOINT_S:
            await self._save()
            self._saved_at_s = now_s
        return len(rows)

    async def _read(self, connection: Connection) -> tuple[list[TailRow], list[Register]]:
        """Read up to where the log was quiet a turn ago, in a rebuild up to now.

        A door that has just committed must be the first to apply: it takes what is known already
        for late.
        """
        before, self._horizon = self._horizon, await self._log.horizon(connection)
        self._read_until = (before if self._filling is None else self._horizon).settled
        return await self._read_rows(connection, self._cursor, self._read_until)

    async def _read_rows(
        self, connection: Connection, after: tuple[int, int], until: int
    ) -> tuple[list[TailRow], list[Register]]:
        rows = await self._log.tail(connection, after, until, ROWS_A_TURN)
        return rows, await self._tail.of_rows(connection, rows, self._fold) if rows else []

    def _note_level(self, now_s: float) -> None:
        """A transaction that stays open holds back all that commits after it: that is lag too."""
        transaction, begun_s = self._awaited
        if self._read_until >= transaction:
            self._level_at_s = begun_s
            self._awaited = (self._horizon.begun, now_s)

    async def _rebuild(self) -> int:
        """Fill an empty projection under a new epoch; readers wait until the tail is in as well."""
        self._filling = await self._projection.begin_epoch()
        self.rebuilds += 1
        counts = await self._connection.run(self._counts.read_in_turn)
        for registers in self._fold.slices():
            await self._apply(registers)
        await self._apply(
            [
                register_of_state(row.lot_key, row.state, row.version)
                for row in counts
                if row.version
            ]
        )
        await self._apply(await self._connection.run(read_supplies))
        doubts = await self._connection.run(read_doubts)
        await self._apply(register for register, _ in doubts)
        return 0

    async def _complete(self) -> None:
        if self._filling is not None:
            await self._apply_what_is_held_back()
            await self._projection.complete_epoch(self._filling)
            _log.info("the live projection is complete under epoch %s", self._filling)
            self._filling = None

    async def _apply_what_is_held_back(self) -> None:
        """Show what is committed beyond the horizon too, though the cursor cannot pass it yet.

        A transaction that stays open must not make readers of a new epoch wait for its end.
        """
        after, is_more = self._cursor, True
        while is_more:
            rows, registers = await self._connection.run(
                partial(self._read_rows, after=after, until=NO_HORIZON)
            )
            await self._apply(registers)
            is_more = len(rows) == ROWS_A_TURN
            after = (rows[-1].xid, rows[-1].id) if rows else after

    async def _save(self) -> None:
        changed = self._fold.changed()
        await self._connection.run(partial(save_checkpoint, cursor=self._cursor, changed=changed))
        self._fold.forget_changes(changed)

    async def _apply(self, registers: Iterable[Register]) -> None:
        batches: defaultdict[int, list[Register]] = defaultdict(list)
        for register in registers:
            if not self._directory.has_had(register.lot_key):
                await self._refresh()
            lot = self._living(register.lot_key)
            if lot is not None:
                batches[lot.partition].append(register)
        if batches:
            await self._projection.apply_all(batches, timeout_s=APPLY_TIMEOUT_S)

    def _is_kept(self, register: Register) -> bool:
        """Tell whether a rebuild needs it from here: rows of counted lots are in PostgreSQL."""
        return register.name != "c" and self._living(register.lot_key) is not None

    def _living(self, lot_key: int) -> Lot | None:
        """Find a lot of the log; None for one that has gone, of which nobody asks any more."""
        if not self._directory.has_had(lot_key):
            raise LogAwayError(f"lot {lot_key} is in the log and not in the registry")
        lot = self._directory.lot(lot_key)
        return None if lot is None or lot.deleted else lot

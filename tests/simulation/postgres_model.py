"""A model of one PostgreSQL: transactions, locks and the tables of the write path.

Read committed; a transaction gets its number with its first write, commits in any order, and is
seen by others only then. A crash undoes whatever was not committed. Who runs which statement is
`postgres_statements`'s business, how statements travel that of `postgres_connection`.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

import asyncpg

from parking.storage.postgres.report_log import LogRow
from tests.simulation.registry_model import RegistryModel
from tests.simulation.weather import Weather

LogKey = tuple[int, str]
CountRow = tuple[int, str]
"""version, state"""


@dataclass(eq=False)
class Transaction:
    """`counts`, `registers` and `cursor` are what it has written and nobody else sees yet."""

    xid: int | None = None
    state: str = "running"
    is_done: asyncio.Event = field(default_factory=asyncio.Event)
    counts: dict[int, CountRow] = field(default_factory=dict)
    registers: dict[LogKey, bytes] = field(default_factory=dict)
    cursor: tuple[int, int] | None = None
    locked: set[object] = field(default_factory=set)
    frozen: tuple[tuple[int, int], dict[LogKey, bytes]] | None = None
    """What a repeatable read sees of the checkpoint."""

    def demand_running(self) -> None:
        """A session that ended while its statement waited takes no lock and writes no row."""
        if self.state != "running":
            raise asyncpg.ConnectionDoesNotExistError("the session has ended")


@dataclass(eq=False)
class StoredRow:
    """A row of `report_log`, committed or not, and its place in the order of commits."""

    transaction: Transaction
    xid: int
    id: int
    row: LogRow


class Lanes:
    """The advisory lock of the lanes: shared or alone, first come first served."""

    def __init__(self) -> None:
        self._holders: dict[Transaction, bool] = {}
        self._queue: deque[tuple[Transaction, bool, asyncio.Future[None]]] = deque()

    async def hold(self, transaction: Transaction, *, alone: bool) -> None:
        if self._holders.get(transaction, False) >= alone and transaction in self._holders:
            return
        transaction.demand_running()
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((transaction, alone, granted))
        self._grant()
        await granted

    def release(self, transaction: Transaction) -> None:
        self._holders.pop(transaction, None)
        self._queue = deque(asked for asked in self._queue if asked[0] is not transaction)
        self._grant()

    def _grant(self) -> None:
        while self._queue:
            transaction, alone, granted = self._queue[0]
            others = [held for holder, held in self._holders.items() if holder is not transaction]
            if any(others) or (alone and others):
                return
            self._queue.popleft()
            self._holders[transaction] = alone
            if not granted.done():
                granted.set_result(None)


class PostgresModel:
    """The server's memory and disk; `is_up` and `is_hung` are what clients notice."""

    def __init__(self, registry: RegistryModel) -> None:
        self.registry = registry
        self.is_up = True
        self.sessions: set[asyncio.Task] = set()
        """Statements that are being served; asyncio itself holds tasks weakly."""
        self.awake = asyncio.Event()
        self.awake.set()
        self.disk = Weather()
        self.lanes = Lanes()
        self.rows: list[StoredRow] = []
        self.by_ident: dict[bytes, StoredRow] = {}
        self.counts: dict[int, CountRow] = {}
        self.opened: dict[int, int] = {}
        """Lots of `counts`, numbered in the order in which they came there."""
        self.registers: dict[LogKey, bytes] = {}
        self.cursor = (0, 0)
        self._locks: dict[object, Transaction] = {}
        self._running: set[Transaction] = set()
        self._xids = count(1_000)
        self._next_xid = next(self._xids)
        self._ids = count(1)

    # Transactions.

    def begin(self) -> Transaction:
        transaction = Transaction()
        self._running.add(transaction)
        return transaction

    def commit(self, transaction: Transaction) -> None:
        """On disk and seen by everybody, in one moment."""
        for lot_key in transaction.counts:
            self.opened.setdefault(lot_key, len(self.opened) + 1)
        self.counts |= transaction.counts
        self.registers |= transaction.registers
        if transaction.cursor is not None:
            self.cursor = transaction.cursor
        self._end(transaction, "committed")

    def roll_back(self, transaction: Transaction) -> None:
        if transaction.state != "running":
            return
        self.rows = [row for row in self.rows if row.transaction is not transaction]
        for ident, row in list(self.by_ident.items()):
            if row.transaction is transaction:
                del self.by_ident[ident]
        self._end(transaction, "aborted")

    def _end(self, transaction: Transaction, state: str) -> None:
        transaction.state = state
        self._running.discard(transaction)
        for name in transaction.locked:
            del self._locks[name]
        self.lanes.release(transaction)
        transaction.is_done.set()

    def crash(self) -> None:
        """End every session; what was committed is there again after the start."""
        self.is_up = False
        self.awake.set()
        for transaction in sorted(self._running, key=lambda one: one.xid or 0):
            self.roll_back(transaction)

    def number_of(self, transaction: Transaction) -> int:
        if transaction.xid is None:
            transaction.xid, self._next_xid = self._next_xid, next(self._xids)
        return transaction.xid

    def horizon(self) -> int:
        """`pg_snapshot_xmin`: the oldest number still running, else the next one."""
        running = [one.xid for one in self._running if one.xid is not None]
        return min(running, default=self._next_xid)

    @property
    def next_xid(self) -> int:
        """`pg_snapshot_xmax`."""
        return self._next_xid

    async def lock(self, transaction: Transaction, name: object) -> None:
        while (holder := self._locks.get(name)) is not None and holder is not transaction:
            await holder.is_done.wait()
        transaction.demand_running()
        self._locks[name] = transaction
        transaction.locked.add(name)

    # Tables.

    async def insert(self, transaction: Transaction, rows: Iterable[LogRow]) -> list[bytes]:
        """`insert … on conflict do nothing`: one that another is inserting is waited for."""
        inserted = []
        for row in rows:
            while (found := self.by_ident.get(row[0])) is not None:
                if found.transaction.state == "committed" or found.transaction is transaction:
                    break
                await found.transaction.is_done.wait()
            if found is None:
                transaction.demand_running()
                stored = StoredRow(transaction, self.number_of(transaction), next(self._ids), row)
                self.by_ident[row[0]] = stored
                self.rows.append(stored)
                inserted.append(row[0])
        return inserted

    def seen_by(self, transaction: Transaction) -> Iterable[StoredRow]:
        return (
            row
            for row in self.rows
            if row.transaction.state == "committed" or row.transaction is transaction
        )

    def committed(self) -> list[StoredRow]:
        return [row for row in self.rows if row.transaction.state == "committed"]

    def holds(self, ident: bytes) -> bool:
        """Tell whether a row of that identity is committed."""
        found = self.by_ident.get(ident)
        return found is not None and found.transaction.state == "committed"

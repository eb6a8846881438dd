"""The way to the model of PostgreSQL: connections are late, cut, or cut after a commit.

A session of the server runs what it was sent to its end, whether or not its client is still there.
"""

import asyncio
import random
from contextlib import asynccontextmanager

import asyncpg

from tests.simulation.postgres_model import PostgresModel, Transaction
from tests.simulation.postgres_statements import STATEMENTS
from tests.simulation.weather import Weather

CANCELLED_IN_TIME = 0.5
"""How often the server hears that nobody waits any more before the statement is done."""


class ModelConnection:
    """Answers the part of asyncpg's connection that the write path uses."""

    def __init__(self, server: PostgresModel, weather: Weather, chance: random.Random) -> None:
        self._server = server
        self._weather = weather
        self._chance = chance
        self._transaction: Transaction | None = None
        self._serving: asyncio.Task | None = None
        self.is_gone = False

    async def execute(self, text: str, *arguments: object) -> None:
        await self.fetch(text, *arguments)

    async def fetchval(self, text: str, *arguments: object):
        return (await self.fetch(text, *arguments))[0][0]

    async def fetchrow(self, text: str, *arguments: object):
        found = await self.fetch(text, *arguments)
        return found[0] if found else None

    async def fetch(self, text: str, *arguments: object):
        statement = STATEMENTS[text]

        async def work():
            inside = self._transaction
            transaction = inside or self._server.begin()
            try:
                found = await statement(self._server, transaction, *arguments)
                if inside is None:
                    await self._flush(transaction)
                return found  # noqa: TRY300
            except asyncio.CancelledError:
                self._server.roll_back(transaction)
                raise

        return await self._ask(work)

    @asynccontextmanager
    async def transaction(self, *, isolation: str | None = None):
        await self._ask(self._begin)
        try:
            yield
        except BaseException:
            if not self.is_gone:
                await self._ask(self._undo)
            raise
        await self._ask(self._commit)

    def is_in_transaction(self) -> bool:
        return self._transaction is not None

    def is_closed(self) -> bool:
        return self.is_gone

    def terminate(self) -> None:
        """Hang up. The session ends what it is at, perhaps with a commit, and undoes the rest."""
        self.is_gone = True
        if self._serving is None or self._serving.done():
            self._forsake()

    def end(self) -> None:
        """The session is no more, whatever it was doing."""
        if self._serving is not None:
            self._serving.cancel()
        self.terminate()

    # The session on the server's side.

    async def _begin(self) -> None:
        self._transaction = self._server.begin()

    async def _commit(self) -> None:
        assert self._transaction is not None
        await self._flush(self._transaction)
        self._transaction = None

    async def _undo(self) -> None:
        self._forsake()

    async def _flush(self, transaction: Transaction) -> None:
        await self._server.disk.travel(self._chance)
        await self._server.awake.wait()
        if transaction.state == "running":
            self._server.commit(transaction)

    def _forsake(self) -> None:
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            self._server.roll_back(transaction)

    async def _serve(self, work, answer: asyncio.Future) -> None:
        await self._weather.travel(self._chance)
        await self._server.awake.wait()
        if self.is_gone or self._weather.loses(self._chance):
            self._break(answer)
            return
        found = await work()
        if self.is_gone or self._weather.cuts(self._chance):
            self._break(answer)
            return
        await self._weather.travel(self._chance)
        if not answer.done():
            answer.set_result(found)

    def _break(self, answer: asyncio.Future) -> None:
        self.is_gone = True
        self._forsake()
        if not answer.done():
            answer.set_exception(asyncpg.ConnectionDoesNotExistError("the connection was cut"))

    def _served(self, serving: asyncio.Task, answer: asyncio.Future) -> None:
        if serving.cancelled():
            self._break(answer)
        elif serving.exception() is not None and not answer.done():
            answer.set_exception(serving.exception())

    # The client's side.

    async def _ask(self, work):
        if self.is_gone:
            raise asyncpg.InterfaceError("the connection is closed")
        answer = asyncio.get_running_loop().create_future()
        serving = self._serving = asyncio.ensure_future(self._serve(work, answer))
        self._server.sessions.add(serving)
        serving.add_done_callback(self._server.sessions.discard)
        serving.add_done_callback(lambda served: self._served(served, answer))
        try:
            return await answer
        except asyncio.CancelledError:
            if self._chance.random() < CANCELLED_IN_TIME:
                serving.cancel()
            raise


class ModelPool:
    """Hands out new connections; every one is known, so that a crash ends them all."""

    def __init__(self, server: PostgresModel, weather: Weather, chance: random.Random) -> None:
        self._server = server
        self._weather = weather
        self._chance = chance
        self._open: list[ModelConnection] = []
        self.is_dead = False

    async def acquire(self, *, timeout: float | None = None) -> ModelConnection:  # noqa: ASYNC109
        async with asyncio.timeout(timeout):
            await self._weather.travel(self._chance)
            if not self._server.is_up or self.is_dead:
                raise ConnectionRefusedError("no PostgreSQL there")
            await self._server.awake.wait()
        self._open = [one for one in self._open if not one.is_gone]
        self._open.append(ModelConnection(self._server, self._weather, self._chance))
        return self._open[-1]

    async def release(self, connection: ModelConnection, **_options: object) -> None:
        connection.terminate()

    def hang_up(self) -> None:
        """The client has died; its sessions notice when they are done."""
        self.is_dead = True
        for connection in self._open:
            connection.terminate()

    def crash(self) -> None:
        """The server has died, and every session with it."""
        for connection in self._open:
            connection.end()
        self._open.clear()

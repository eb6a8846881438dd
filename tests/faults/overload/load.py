"""Load: asks a city as fast as it answers, or on time whatever it does; keeps every answer."""

import asyncio
from collections.abc import Callable

from tests.faults.kit.hostile import affordable
from tests.faults.overload.line import Answer, Line, Request

LINES_KEPT_BUSY = 64
LINES_MOST = 16_000
BEAT_S, LOOK_S = 0.002, 0.2


class Load:
    """Opens a line where none is free, so that a slow answer delays no other request.

    All its seconds are those of the clock.
    """

    def __init__(
        self, port: int, now_s: Callable[[], float], make: Callable[[], Request], gives_up_s: float
    ) -> None:
        self._port, self._now_s, self._make, self._gives_up_s = port, now_s, make, gives_up_s
        self._lines_most = affordable(LINES_MOST)
        self._free: list[Line] = []
        self._busy: dict[Line, None] = {}
        self._opening: set[asyncio.Task[None]] = set()
        self._answers: list[Answer] = []
        self._asks_on = False
        self.unsent = 0

    async def closed(self, seconds: float) -> list[Answer]:
        """Keep a few lines busy all the time."""
        self._asks_on = True
        while len(self._busy) < LINES_KEPT_BUSY:
            self._ask()
        ends_s = self._now_s() + seconds
        while self._now_s() < ends_s:  # noqa: ASYNC110 - a clock of its own
            await asyncio.sleep(BEAT_S)
        self._asks_on = False
        return await self._taken()

    async def open(self, per_s: float, seconds: float) -> list[Answer]:
        """Ask so often, on time, and wait for the last answer."""
        began_s = self._now_s()
        asked = 0
        while (passed_s := self._now_s() - began_s) < seconds:
            for _ in range(int(passed_s * per_s) - asked):
                self._ask()
                asked += 1
            self._give_up_on_late_ones()
            await asyncio.sleep(BEAT_S)
        return await self._taken()

    def close(self) -> None:
        for line in [*self._free, *self._busy]:
            line.close()

    async def _taken(self) -> list[Answer]:
        while self._busy:
            self._give_up_on_late_ones()
            await asyncio.sleep(BEAT_S)
        taken, self._answers = self._answers, []
        return taken

    def _ask(self) -> None:
        line = self._free_line()
        if line is None:
            self.unsent += 1
            return
        self._busy[line] = None
        line.ask(self._make())

    def _free_line(self) -> Line | None:
        while self._free:
            line = self._free.pop()
            if line.is_open:
                return line
        if len(self._busy) >= self._lines_most:
            return None
        line = Line(self._now_s, self._told)
        opening = asyncio.get_running_loop().create_task(self._open(line))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        return line

    async def _open(self, line: Line) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: line, "127.0.0.1", self._port)
        except OSError as error:
            line.connection_lost(error)

    def _told(self, answer: Answer, line: Line) -> None:
        self._answers.append(answer)
        self._busy.pop(line, None)
        if line.is_open:
            self._free.append(line)
        if self._asks_on:
            self._ask()

    def _give_up_on_late_ones(self) -> None:
        late_s = self._now_s() - self._gives_up_s
        while self._busy and (line := next(iter(self._busy))).asked_s < late_s:
            line.give_up()

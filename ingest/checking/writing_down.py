"""Writing down: what was found goes to the store, and then to readers."""

from collections.abc import Iterable

from ingest.checking.inspector import Inspector
from ingest.checking.telling import DoubtTelling
from parking.directory import Directory
from parking.ports import Register
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.redis.projection import RedisProjection


class WritingDown:
    """What cannot be told waits for the next time; what cannot be written is an error."""

    def __init__(
        self, verdicts: FeedVerdicts, projection: RedisProjection, directory: Directory
    ) -> None:
        self._verdicts = verdicts
        self._telling = DoubtTelling(projection, directory)

    def tell_again(self, registers: Iterable[Register]) -> None:
        """Let readers be told what was written by whoever led before."""
        self._telling.take(registers)

    async def all_of(self, inspector: Inspector) -> None:
        """Write and tell all that an inspector has found."""
        events, doubts = list(inspector.events), inspector.doubts_to_tell()
        if events or doubts:
            registers = await self._verdicts.write(events, doubts)
            inspector.told(len(events), doubts)
            self._telling.take(registers)
        await self._telling.tell()

"""Sessions as passages come in, late or in order, and go again. Pairing is `parking.planning`'s."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import blake2b

from parking.live.record import Record
from parking.planning.sessions import Passage, Session, passages_of, repair
from parking.storage.postgres.planning.session_rows import LotSession, PlateTime, SessionRows
from parking.storage.postgres.pool import Connection

LotMoment = tuple[int, int]
"""lot_key, microseconds."""


class SessionWriter:
    """`secret` keys the hashes of plates; each lot has its own, so that no two lots' can be told
    to be the same vehicle's.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._rows = SessionRows()

    def passages(self, lot_key: int, records: Iterable[Record]) -> list[Passage]:
        """Return the passages among one lot's records that can be paired."""
        return passages_of(records, self._hash_of(lot_key))

    async def take_in(
        self, connection: Connection, passages: Sequence[tuple[int, Passage]]
    ) -> set[LotMoment]:
        """Pair new passages of lots; returns when what changed began and ended."""
        come: defaultdict[int, list[Passage]] = defaultdict(list)
        for lot_key, passage in passages:
            come[lot_key].append(passage)
        beside = await self._beside(connection, come)
        return await self._repair(connection, come, {}, beside)

    async def rewrite(
        self,
        connection: Connection,
        lot_key: int,
        span: tuple[int, int],
        passages: Sequence[Passage],
    ) -> set[LotMoment]:
        """Let these be all passages of a lot in a span, its end excluded."""
        from_us, to_us = span
        within = await self._rows.within(connection, lot_key, from_us, to_us)
        known = {
            passage.ident: passage
            for session in within
            for passage in session.passages
            if from_us <= passage.at_us < to_us
        }
        come = [passage for passage in passages if known.get(passage.ident) != passage]
        left = known.keys() - {passage.ident for passage in passages}
        gone = [known[ident] for ident in left]
        was = [known[passage.ident] for passage in come if passage.ident in known]
        if not come and not gone:
            return set()
        beside = await self._beside(connection, {lot_key: [*come, *gone, *was]})
        return await self._repair(connection, {lot_key: come}, {lot_key: left}, beside)

    async def _beside(
        self, connection: Connection, changes: dict[int, list[Passage]]
    ) -> list[LotSession]:
        moments: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
        for lot_key, passages in changes.items():
            for passage in passages:
                moments[lot_key, passage.plate].append(passage.at_us)
        plates = [PlateTime(*plate, min(us), max(us)) for plate, us in sorted(moments.items())]
        return await self._rows.beside(connection, plates)

    async def _repair(
        self,
        connection: Connection,
        come: dict[int, list[Passage]],
        left: dict[int, set[bytes]],
        beside: Sequence[LotSession],
    ) -> set[LotMoment]:
        of_lots: defaultdict[int, dict[bytes, Session]] = defaultdict(dict)
        for lot_key, session in beside:
            of_lots[lot_key][session.ident] = session
        gone: list[LotSession] = []
        new: list[LotSession] = []
        for lot_key, passages in come.items():
            sessions = list(of_lots[lot_key].values())
            repaired = repair(sessions, passages, left.get(lot_key, frozenset()))
            gone += ((lot_key, session) for session in repaired.gone)
            new += ((lot_key, session) for session in repaired.new)
        await self._rows.replace(connection, gone, new)
        return {
            (lot_key, passage.at_us)
            for lot_key, session in (*gone, *new)
            for passage in session.passages
        }

    def _hash_of(self, lot_key: int) -> Callable[[str], bytes]:
        return partial(_hash, self._secret, lot_key)


def _hash(secret: bytes, lot_key: int, plate_hash: str) -> bytes:
    subject = f"{lot_key}/{plate_hash}".encode()
    return blake2b(subject, digest_size=16, key=secret).digest()

"""Pieces: what stands of a piece of a lot's log, and how far back new amendments reach.

It reads the log; what amendments do is `parking.live.amend`'s business.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ingest.log_records import record_of_row
from parking.clock import DAY_US, HOUR_US, SECOND_US
from parking.live.amend import target_of
from parking.live.record import Record, in_order
from parking.planning.amendments import (
    Name,
    aim_of,
    aimed_span_us,
    is_amendment,
    may_mean,
    name_of,
    relevant,
    standing_in,
)
from parking.report import Closure, Correction, Void
from parking.storage.postgres.planning.arrivals import Arrival, Arrivals
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import HISTORY_ONLY

_LOOKED_BACK_US: Final = (HOUR_US, DAY_US, 8 * DAY_US, 64 * DAY_US)
END_OF_TIME_US: Final = 2**61
_NOWHEN: Final = (END_OF_TIME_US, 0)


class Piece(NamedTuple):
    """Standing records in order, and when each arrived that did not come as history."""

    records: Sequence[Record]
    received_us: dict[bytes, int]


class Reach(NamedTuple):
    """From when to when a lot's history may be other than it was; nothing where it ends before."""

    from_us: int
    to_us: int


class LotLog:
    """One lot's log, read for as long as it is folded anew.

    No amendment is older than what it means, so that only the newer ones are read; all are where
    one of them `looks_ahead`.
    """

    def __init__(
        self, arrivals: Arrivals, connection: Connection, lot_key: int, *, looks_ahead: bool
    ) -> None:
        self._arrivals = arrivals
        self._connection = connection
        self._lot_key = lot_key
        self._looks_ahead = looks_ahead
        self._amendments: Sequence[Record] = ()
        self._amended_from_us = END_OF_TIME_US

    async def piece(self, from_us: int, to_us: int) -> Piece:
        """Read what stands of a span, its end excluded, whatever else the log has."""
        found = await self._arrivals.of_lot(self._connection, self._lot_key, from_us, to_us)
        claims = [record for record in map(_record, found) if not is_amendment(record)]
        received_us = {
            one.row.ident: one.received_us for one in found if not one.row.flags & HISTORY_ONLY
        }
        amending = relevant(claims, await self._amendments_from(from_us))
        aims = {aim_of(one) for one in amending}
        others = [
            record
            for span in ((0, from_us), (to_us, END_OF_TIME_US))
            for record in (await self._claims(aims, *span) if aims else ())
        ]
        return Piece(standing_in((from_us, to_us), claims, others, amending), received_us)

    async def reach_of(self, news: Iterable[Record]) -> Reach:
        """Tell what new records may change: their own time, that of what they mean, and that of
        what was meant before they came.
        """
        moments_us: list[int] = []
        for record in sorted(news, key=in_order):
            if is_amendment(record):
                moments_us += await self._meant_us(record)
            else:
                moments_us.append(record.observed_us)
                moments_us += await self._no_longer_meant_us(record)
        return Reach(min(moments_us), max(moments_us)) if moments_us else Reach(*_NOWHEN)

    async def _meant_us(self, amendment: Record) -> list[int]:
        """Return when that was observed which an amendment means, directly or by a correction."""
        report, (from_us, to_us) = amendment.report, aimed_span_us(amendment)
        kind = target_of(report).kind if isinstance(report, Correction | Void) else None
        found = await self._newest(aim_of(amendment), from_us, to_us)
        moments_us = [one.observed_us for one in found if kind in {None, one.report.kind}]
        if isinstance(report, Void):
            named = await self._arrivals.amendments_named(
                self._connection, self._lot_key, target_of(report).record_serial
            )
            for other in map(_record, named):
                if isinstance(other.report, Correction) and name_of(other) == aim_of(amendment):
                    moments_us += await self._meant_us(other)
        return moments_us

    async def _no_longer_meant_us(self, claim: Record) -> list[int]:
        """Return when that was observed which amendments meant before this claim had come."""
        amendments = await self._amendments_from(claim.observed_us)
        if not any(may_mean(amendment, claim) for amendment in amendments):
            return []
        before = await self._newest(name_of(claim), 0, claim.observed_us)
        return [one.observed_us for one in before]

    async def _amendments_from(self, from_us: int) -> Sequence[Record]:
        """Return at least those that may mean what was observed from a moment on."""
        from_us = 0 if self._looks_ahead else from_us // SECOND_US * SECOND_US
        if from_us < self._amended_from_us:
            found = await self._arrivals.amendments(self._connection, self._lot_key, from_us)
            self._amendments = list(map(_record, found))
            self._amended_from_us = from_us
        return self._amendments

    async def _newest(self, name: Name, from_us: int, to_us: int) -> list[Record]:
        """Return the claims of a name in the shortest time back that has any; of a closure all."""
        found: list[Record] = []
        for back_us in (*_LOOKED_BACK_US, to_us):
            begin_us = max(from_us, to_us - back_us)
            found = await self._claims({name}, begin_us, to_us)
            if found or begin_us == from_us:
                break
        if any(isinstance(one.report, Closure) for one in found):
            found += await self._claims({name}, 0, to_us)
        return found

    async def _claims(self, names: set[Name], from_us: int, to_us: int) -> list[Record]:
        """Read the records of some names that amend nothing."""
        if to_us <= from_us:
            return []
        serials = {serial for _, serial in names}
        found = await self._arrivals.by_serial(
            self._connection, self._lot_key, serials, from_us, to_us
        )
        records = map(_record, found)
        return [one for one in records if name_of(one) in names and not is_amendment(one)]


def _record(arrival: Arrival) -> Record:
    return record_of_row(arrival.row)

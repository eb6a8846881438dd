"""Verdicts on feeds: opened, closed, told; and what readers are to doubt of lots for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import asyncpg
import msgspec

from parking.checking.sentence import Sentence
from parking.checking.verdict import Evidence, Rule, Subject, Verdict
from parking.checking.words import told_of
from parking.clock import from_us, to_us
from parking.feeds.rule_names import RULE_NAMES
from parking.live.doubt_register import Doubt, register_of_doubts
from parking.ports import Register
from parking.principal import Principal
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.words import Words

TOLD_AT_MOST: Final = 1_000
_Doubts = tuple[Doubt, ...]


class VerdictKey(NamedTuple):
    """A rule and what it is about: a source, a lot as a source tells of it, or a bay of that."""

    rule: Rule
    source_key: int | None
    lot_key: int | None = None
    space_code: str | None = None


class VerdictEvent(NamedTuple):
    """A verdict that opens, or ends where `until_us` is given."""

    key: VerdictKey
    since_us: int
    found_us: int
    evidence: Evidence
    until_us: int | None = None


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """A verdict as people read of it; `until` None while it stands."""

    rule: Rule
    source_id: str | None
    lot_id: str | None
    space_code: str | None
    since: datetime
    found_at: datetime
    until: datetime | None
    evidence: Mapping[str, Any]
    operator_id: str | None

    @property
    def message(self) -> str:
        return self._told().en

    @property
    def message_zh(self) -> str:
        return self._told().zh

    @property
    def mend(self) -> Words | None:
        """What to do about it; None where a person said it without evidence."""
        sentence = self._sentence()
        return None if sentence is None else sentence.mend

    def _told(self) -> Words:
        """Return the rule's sentence, its name alone where a person said it without evidence."""
        sentence = self._sentence()
        return RULE_NAMES[self.rule] if sentence is None else sentence.told

    def _sentence(self) -> Sentence | None:
        subject, found_us = Subject("lot", 0), to_us(self.found_at)
        try:
            return told_of(Verdict(self.rule, subject, self.evidence, to_us(self.since), found_us))
        except KeyError:
            return None


class ShownVerdict(NamedTuple):
    """A verdict that stands, without its reasons; against a feed as a whole without a lot."""

    rule: Rule
    source_id: str | None
    lot_id: str | None


class FeedVerdicts:
    """Over the app pool. What is written is the platform's word; an operator reads its own."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def write(
        self, events: Sequence[VerdictEvent], doubts: Mapping[int, Sequence[Doubt]]
    ) -> list[Register]:
        """Write what opened and ended, in that order, and the doubts of lots, all or nothing.

        Returns the registers that readers are to have. Doing it twice does no harm.
        """
        async with scoped(self._pool, PLATFORM, within_s=60.0) as connection:
            for event in events:
                await _write_event(connection, event)
            if not doubts:
                return []
            columns = (list(doubts), [msgspec.to_builtins(told) for told in doubts.values()])
            rows = await connection.fetch(query("checking/doubts_save"), *columns)
        return [
            register_of_doubts(row["lot_key"], doubts[row["lot_key"]], row["version"])
            for row in rows
        ]

    async def standing(self) -> list[VerdictEvent]:
        """Read all that stands; what stood against lots that have gone ends here."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("checking/lots_gone"))
            rows = await connection.fetch(query("checking/verdicts_standing"))
        return [_event(row) for row in rows]

    async def standing_by(self, rules: Collection[Rule]) -> list[VerdictEvent]:
        """Read what stands against feeds by some rules, of those that are still polled."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("checking/feeds_gone"), rules)
            rows = await connection.fetch(query("checking/verdicts_of_feeds"), rules)
        return [_event(row) for row in rows]

    async def forget(self) -> None:
        """Forget what ended more than a year ago."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("checking/verdicts_forget"))

    async def of_operator(
        self, principal: Principal, since: datetime, limit: int = TOLD_AT_MOST
    ) -> list[ToldVerdict]:
        """Read what stands, or stood since a moment, newest first: an operator's own, or all."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("checking/verdicts_told"), since, limit)
        return [ToldVerdict(**dict(row)) for row in rows]

    async def shown(self) -> list[ShownVerdict]:
        """Read what anybody may see of all that stands."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("checking/verdicts_shown"))
        return [ShownVerdict(*row) for row in rows]

    async def sums(self) -> list[VerdictEvent]:
        """Read of which lots is said that they are sums of others, as verdicts."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("checking/aggregates_said"))
        return [
            VerdictEvent(
                VerdictKey("aggregate", None, row["lot_key"]),
                since_us := to_us(row["since"]),
                since_us,
                {"parts": row["parts"], "found": int(row["is_found"])},
            )
            for row in rows
        ]


async def read_doubts(connection: Connection) -> list[tuple[Register, _Doubts]]:
    """Read the doubts of all lots, each with the register that a rebuilt projection needs.

    The connection is one of the ingest pool.
    """
    rows: Iterable[asyncpg.Record] = await connection.fetch(query("checking/doubts_read"))
    found = [(row[0], row[1], msgspec.json.decode(row[2], type=_Doubts)) for row in rows]
    return [(register_of_doubts(key, doubts, version), doubts) for key, version, doubts in found]


def _event(row: asyncpg.Record) -> VerdictEvent:
    return VerdictEvent(
        VerdictKey(row["rule"], row["source_key"], row["lot_key"], row["space_code"]),
        to_us(row["since"]),
        to_us(row["found_at"]),
        row["evidence"],
    )


async def _write_event(connection: Connection, event: VerdictEvent) -> None:
    if event.until_us is None:
        times = (from_us(event.since_us), from_us(event.found_us))
        await connection.execute(
            query("checking/verdict_open"), *event.key, *times, dict(event.evidence)
        )
    else:
        await connection.execute(
            query("checking/verdict_close"), *event.key, from_us(event.until_us)
        )

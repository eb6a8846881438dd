"""How an operator's feeds do: what came in the last hour, and what could not be taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from parking.principal import Principal
from parking.storage.postgres.pool import scoped
from parking.storage.postgres.queries import query


@dataclass(frozen=True, slots=True)
class FeedProblem:
    """A kind of problem one source had in the last 24 hours: how often, and the newest."""

    times: int
    seen_at: datetime
    lot_id: str | None
    problem: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """One source as its operator sees it."""

    source_id: str
    operator_id: str | None
    kind: str
    ttl_s: float
    changes_only: bool
    last_report_at: datetime | None
    lots_last_hour: int
    reports_last_hour: int
    problems: tuple[FeedProblem, ...]


class PostgresFeeds:
    """Reads under the caller's own scope: an operator its feeds, an admin all."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def list(self, principal: Principal) -> list[Feed]:
        async with scoped(self._pool, principal) as connection:
            feeds = await connection.fetch(query("feeds"))
            problems = await connection.fetch(query("feeds_problems"))
        return [
            Feed(
                source_id=feed["source_id"],
                operator_id=feed["operator_id"],
                kind=feed["kind"],
                ttl_s=feed["ttl_s"],
                changes_only=feed["changes_only"],
                last_report_at=feed["last_report_at"],
                lots_last_hour=feed["lots_last_hour"],
                reports_last_hour=feed["reports_last_hour"],
                problems=tuple(
                    FeedProblem(row["times"], row["seen_at"], row["lot_id"], row["problem"])
                    for row in problems
                    if row["source_key"] == feed["source_key"]
                ),
            )
            for feed in feeds
        ]

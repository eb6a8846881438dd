"""One look at how PostgreSQL is, and the worker whose state it keeps; knows no metric."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query

_LEADS_FOR_S: Final = 10.0
"""A worker that has said nothing for so long leads no more."""


@dataclass(frozen=True, slots=True)
class CheckingHealth:
    """How the leader's self-checking of feeds goes, since it leads."""

    lag_s: float
    faults: int
    reports: int
    cpu_s: float


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """What the last leader said of itself, and how long ago; `checking` None where it is off."""

    age_s: float
    projector_lag_s: float
    rebuilds: int
    checking: CheckingHealth | None = None

    @property
    def is_leading(self) -> bool:
        return self.age_s < _LEADS_FOR_S

    @property
    def lag_s(self) -> float:
        """How far the projection may be behind: a leader that fell silent is behind since then."""
        return self.projector_lag_s + self.age_s


@dataclass(frozen=True, slots=True)
class PostgresHealth:
    """`replica_lag_s` is None without a replica that we may see, `backup_age_s` before the first
    backup.
    """

    server_time: datetime
    connections: int
    connections_limit: int
    size_bytes: int
    replica_lag_s: float | None
    backup_age_s: float | None
    api_processes: int
    worker: WorkerHealth | None


async def postgres_health(pool: asyncpg.Pool, *, within_s: float) -> PostgresHealth:
    """Look once; fails as one of `DATABASE_FAILED`."""
    async with scoped(pool, PLATFORM, within_s=within_s) as connection:
        row = await connection.fetchrow(query("health"))
    if row is None:
        raise LookupError("health.sql answers one row")
    return PostgresHealth(
        server_time=row["server_time"],
        connections=row["connections"],
        connections_limit=row["connections_limit"],
        size_bytes=row["size_bytes"],
        replica_lag_s=row["replica_lag_s"],
        backup_age_s=row["backup_age_s"],
        api_processes=row["api_processes"],
        worker=_worker(row["worker"], row["worker_age_s"]),
    )


def _worker(detail: dict[str, float] | None, age_s: float) -> WorkerHealth | None:
    """A leader that has just begun has nothing to say yet."""
    if detail is None:
        return None
    age_s = max(0.0, age_s)
    return WorkerHealth(
        age_s,
        detail.get("projector_lag_s", 0.0),
        int(detail.get("rebuilds", 0)),
        _checking(detail, age_s),
    )


def _checking(detail: dict[str, float], age_s: float) -> CheckingHealth | None:
    if "checking_lag_s" not in detail:
        return None
    return CheckingHealth(
        detail["checking_lag_s"] + age_s,
        int(detail["checking_faults"]),
        int(detail["checking_reports"]),
        detail["checking_cpu_s"],
    )

"""Messages to operators about their feeds: put where there is somebody to tell, taken in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

import asyncpg

from parking.principal import Principal
from parking.storage.postgres.contacts import SEAL_SECRET, opened
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.secrets import platform_secret
from parking.words import Lang

Way = Literal["webhook", "mail"]
Settled = Literal["due", "delivered", "given_up"]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Something to tell an operator; `body` is JSON."""

    operator_key: int
    event: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message whose turn it is, for one who sends it; `attempts` counts this one."""

    message_key: int
    message_id: UUID
    way: Way
    attempts: int
    event: str
    body: dict[str, Any]
    url: str | None
    secret: str | None
    mail_to: tuple[str, ...]
    lang: Lang

    def __repr__(self) -> str:
        """Without address and secret: this ends up in tracebacks and logs."""
        return f"DueDelivery({self.message_id}, {self.way})"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one way of telling one message went."""

    message_id: UUID
    event: str
    created_at: datetime
    way: Way
    state: Settled
    attempts: int
    tried_at: datetime | None
    next_at: datetime | None
    told: str | None


class FeedMessages:
    """Over the app pool: who sends does so in the platform's scope."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def put(self, message: NewMessage) -> None:
        async with scoped(self._pool, PLATFORM) as connection:
            await put_messages(connection, [message])

    async def claim(self, most: int, lease_s: float) -> list[DueDelivery]:
        """Take deliveries whose turn it is; nobody else gets them before the lease is over."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("operator/deliveries_claim"), most, lease_s)
            if not rows:
                return []
            key = await platform_secret(connection, SEAL_SECRET)
        return [_due(row, key) for row in rows]

    async def settle(
        self, due: DueDelivery, state: Settled, told: str, again_in_s: float = 0.0
    ) -> None:
        """Write down what a try came to."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(
                query("operator/delivery_settle"),
                due.message_key, due.way, state, told[:500], again_in_s,
            )  # fmt: skip

    async def newest(self, principal: Principal, operator_key: int, most: int) -> list[Delivery]:
        """List the newest messages' deliveries, the newest first."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("operator/messages_of"), operator_key, most)
        return [Delivery(**dict(row)) for row in rows]

    async def forget(self) -> None:
        """Drop what is older than 30 days of city time."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("operator/messages_forget"))


async def put_messages(connection: Connection, messages: Sequence[NewMessage]) -> None:
    """Keep messages for those operators that want to be told, in the open transaction."""
    for message in messages:
        await connection.execute(
            query("operator/message_put"),
            uuid4(), message.operator_key, message.event, message.body,
        )  # fmt: skip


def _due(row: asyncpg.Record, key: bytes) -> DueDelivery:
    return DueDelivery(
        message_key=row["message_key"],
        message_id=row["message_id"],
        way=row["way"],
        attempts=row["attempts"],
        event=row["event"],
        body=row["body"],
        url=row["url"],
        secret=opened(key, row["operator_key"], row["secret"]),
        mail_to=tuple(row["mail_to"]),
        lang=row["lang"],
    )

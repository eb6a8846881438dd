"""Polled feeds in PostgreSQL: declared by operators, taken in turn by whoever polls them."""

import secrets
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Final

import asyncpg

from parking.polled_feed import DueFeed, FeedDeclaration, PolledFeed
from parking.principal import Principal
from parking.sharing.sealing import NONCE_BYTES, SealBrokenError, seal, unseal
from parking.storage.postgres import audit
from parking.storage.postgres.operators import ensure_operator, ensure_source
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.secrets import platform_secret

_SEAL_SECRET: Final = "feed-seal"  # noqa: S105 - its name
_DECLARED: Final = tuple(field.name for field in fields(FeedDeclaration))
_BEFORE_SECRET: Final = (
    "url", "format", "mapping", "coordsys", "zone", "interval_s", "auth_kind", "auth_name",
)  # fmt: skip
"""In the order of `feed_put.sql`."""


class ForeignFeedError(Exception):
    """The feed's id is another operator's."""


class SecretMissingError(Exception):
    """Credentials are declared, and none are given or kept: for another server there are none."""


async def is_any_declared(pool: asyncpg.Pool) -> bool:
    """Tell whether anybody has declared a feed, be it paused."""
    async with scoped(pool, PLATFORM) as connection:
        return bool(await connection.fetchval(query("polling/is_any_declared")))


class PolledFeeds:
    """Over the app pool: an operator sees its own feeds, an admin all."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def put(
        self,
        principal: Principal,
        operator_id: str,
        declaration: FeedDeclaration,
        secret: str | None,
    ) -> tuple[PolledFeed, bool]:
        """Declare a feed, or change it; it is fetched at once. Returns it and whether it is new.

        `secret` None keeps the one there is. ForeignFeedError where another operator has that id,
        SecretMissingError where credentials are declared and there is none to go with them.
        """
        feed_id = declaration.feed_id
        async with scoped(self._pool, PLATFORM) as connection:
            key = await platform_secret(connection, _SEAL_SECRET)
        async with scoped(self._pool, principal) as connection:
            operator_key = int(principal.operator_key or 0)
            if principal.role == "admin":
                operator_key = (await ensure_operator(connection, operator_id))[0].operator_key
            try:
                source_key = await ensure_source(
                    connection, source_of(feed_id), operator_key, kind="poll"
                )
            except LookupError as error:
                raise ForeignFeedError(feed_id) from error
            known = await connection.fetchrow(query("polling/feeds"), feed_id)
            row = await connection.fetchrow(
                query("polling/feed_put"),
                *(feed_id, operator_key, source_key),
                *(getattr(declaration, name) for name in _BEFORE_SECRET),
                _sealed(key, declaration, secret, known),
                *(declaration.is_draft, declaration.is_paused),
            )
            if row is None:
                raise ForeignFeedError(feed_id)
            await connection.execute(query("polling/state_put"), row["feed_key"])
            detail = {
                "host": _host_of(declaration.url),
                "format": declaration.format,
                "is_draft": declaration.is_draft,
                "created": row["created"],
            }
            await audit.record(
                connection, principal, "feed.put", feed_id, operator_key=operator_key,
                detail=detail,
            )  # fmt: skip
            stored = await connection.fetchrow(query("polling/feeds"), feed_id)
        if stored is None:
            raise ForeignFeedError(feed_id)
        return _feed(stored), bool(row["created"])

    async def list_feeds(self, principal: Principal) -> list[PolledFeed]:
        """List the feeds that the caller may see, by id."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("polling/feeds"), None)
        return [_feed(row) for row in rows]

    async def find(self, principal: Principal, feed_id: str) -> PolledFeed | None:
        async with scoped(self._pool, principal) as connection:
            row = await connection.fetchrow(query("polling/feeds"), feed_id)
        return None if row is None else _feed(row)

    async def remove(self, principal: Principal, feed_id: str) -> bool:
        """Poll it no more; its lots and what it said stay. False where there is no such feed."""
        async with scoped(self._pool, principal) as connection:
            operator_key = await connection.fetchval(query("polling/feed_remove"), feed_id)
            if operator_key is None:
                return False
            await audit.record(
                connection, principal, "feed.delete", feed_id, operator_key=operator_key
            )
        return True

    async def claim(self, process_id: str, most: int, lease_s: float) -> list[DueFeed]:
        """Take feeds whose turn it is; nobody else gets them before the lease is over."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("polling/feeds_claim"), process_id, most, lease_s)
            if not rows:
                return []
            key = await platform_secret(connection, _SEAL_SECRET)
        return [DueFeed(_feed(row), _opened(key, row), row["memory"]) for row in rows]

    async def finish(
        self,
        feed: PolledFeed,
        process_id: str,
        due_at: datetime,
        memory: bytes,
        status: Mapping[str, object],
    ) -> bool:
        """Write down what a try came to; False where the lease was lost, and nothing is written."""
        async with scoped(self._pool, PLATFORM) as connection:
            done = await connection.execute(
                query("polling/feed_finish"),
                feed.feed_key, process_id, due_at, memory, dict(status), feed.due_at,
            )  # fmt: skip
        return str(done) == "UPDATE 1"

    async def late_s(self) -> float:
        """Return for how long the feed has waited that has waited longest for its turn."""
        async with scoped(self._pool, PLATFORM) as connection:
            return float(await connection.fetchval(query("polling/feeds_late")))


def source_of(feed_id: str) -> str:
    """Name the source of what a feed says; no key's source can be named so."""
    return f"{feed_id}@poll"


def _feed(row: asyncpg.Record) -> PolledFeed:
    return PolledFeed(
        feed_key=row["feed_key"],
        operator_key=row["operator_key"],
        operator_id=row["operator_id"],
        source_key=row["source_key"],
        declaration=FeedDeclaration(**{name: row[name] for name in _DECLARED}),
        has_secret=row["secret"] is not None,
        status=row["status"],
        due_at=row["due_at"],
    )


def _sealed(
    key: bytes, declaration: FeedDeclaration, secret: str | None, known: asyncpg.Record | None
) -> bytes | None:
    """Seal a new secret for this feed and server, or keep the old one if it is for that server."""
    if declaration.auth_kind == "none":
        return None
    if secret is not None:
        return seal(key, secret, _purpose(declaration), secrets.token_bytes(NONCE_BYTES))
    is_kept = (
        known is not None
        and known["auth_kind"] == declaration.auth_kind
        and _purpose_of(known) == _purpose(declaration)
    )
    if known is None or not is_kept:
        raise SecretMissingError
    return bytes(known["secret"])


def _opened(key: bytes, row: asyncpg.Record) -> str:
    """Open a secret; one that was sealed elsewhere is none, and keeps no other feed waiting."""
    if row["secret"] is None:
        return ""
    try:
        return unseal(key, row["secret"], _purpose_of(row))
    except SealBrokenError:
        return ""


def _purpose(declaration: FeedDeclaration) -> str:
    return f"{declaration.feed_id} {_host_of(declaration.url)}"


def _purpose_of(row: asyncpg.Record) -> str:
    return f"{row['feed_id']} {_host_of(row['url'])}"


def _host_of(url: str) -> str:
    """Return scheme, host and port; the rest may hold what nobody else is to read."""
    return "/".join(url.split("/", 3)[:3])

"""What is remembered of each feed between two looks, saved together with what there is to tell."""

from collections.abc import Mapping, Sequence

import asyncpg

from parking.clock import from_us, to_us
from parking.feeds.watch import Watched
from parking.storage.postgres.feed_messages import NewMessage, put_messages
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query


class FeedWatches:
    """Over the app pool, in the platform's scope."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def read(self) -> dict[int, Watched]:
        """Read how every feed counts, by its source's key."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("operator/feed_watch_read"))
        return {
            row["source_key"]: Watched(
                row["state"],
                to_us(row["since"]),
                row["suspected"],
                to_us(row["suspected_since"]) if row["suspected_since"] else 0,
            )
            for row in rows
        }

    async def heard(self) -> dict[int, int]:
        """Read when each source was last heard of, in microseconds, within the last 24 hours."""
        async with scoped(self._pool, PLATFORM, within_s=60.0) as connection:
            rows = await connection.fetch(query("feeds"))
        return {
            row["source_key"]: to_us(row["last_report_at"]) for row in rows if row["last_report_at"]
        }

    async def frozen(self) -> set[int]:
        """Read which sources stand still as a whole, as the self-checks find."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("operator/frozen_feeds"))
        return {row["source_key"] for row in rows}

    async def save(self, changed: Mapping[int, Watched], messages: Sequence[NewMessage]) -> None:
        """Save both or neither: what counts as told is in the list of what is to be told."""
        columns = (
            list(changed),
            [one.state for one in changed.values()],
            [from_us(one.since_us) for one in changed.values()],
            [one.suspected for one in changed.values()],
            [from_us(one.suspected_us) if one.suspected else None for one in changed.values()],
        )
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("operator/feed_watch_save"), *columns)
            await put_messages(connection, messages)

"""Who an operator's topics speak for: one source per operator, made when it first publishes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from parking.directory import Directory
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.principal import Principal
from parking.storage.postgres.operators import ensure_source
from parking.storage.postgres.pool import PLATFORM, Pool, scoped

ASK_AGAIN_S: Final = 1.0


def source_id_of(operator_id: str) -> str:
    """Name the source; no key of the operator's can be named so."""
    return f"{operator_id}@mqtt"


class OperatorSources:
    """One per process. `refresh` takes in what the registry committed so far."""

    def __init__(
        self, pool: Pool, directory: Directory, refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self._pool = pool
        self._directory = directory
        self._refresh = refresh
        self._principals: dict[str, Principal] = {}
        self._next_s = 0.0

    async def find(self, operator_id: str) -> Principal | None:
        """Return whom reports on these topics come from; None where there is no such operator.

        Raises where the database had to be asked and does not answer.
        """
        known = self._principals.get(operator_id)
        if known is not None:
            return known
        operator = self._directory.find_operator(operator_id)
        now_s = asyncio.get_running_loop().time()
        if operator is None and now_s >= self._next_s:
            await self._refresh()
            self._next_s = now_s + ASK_AGAIN_S
            operator = self._directory.find_operator(operator_id)
        if operator is None:
            return None
        source_id = source_id_of(operator_id)
        async with scoped(self._pool, PLATFORM) as connection:
            source_key = await ensure_source(
                connection, source_id, operator.operator_key, kind="mqtt"
            )
        principal = Principal(
            "operator",
            key_id=source_id,
            operator_id=OperatorId(operator_id),
            operator_key=OperatorKey(operator.operator_key),
            source_key=SourceKey(source_key),
        )
        return self._principals.setdefault(operator_id, principal)

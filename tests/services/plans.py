"""What PostgreSQL says of how it answers a statement."""

import json
from collections.abc import Iterator
from typing import Any

from parking.storage.postgres.pool import Connection


async def nodes_of(
    connection: Connection, statement: str, *arguments: object, options: str = "format json"
) -> list[dict[str, Any]]:
    """Every node of a statement's plan, from the top."""
    explained = await connection.fetchval(f"explain ({options}) {statement}", *arguments)
    (found,) = json.loads(explained) if isinstance(explained, str) else explained
    return list(_nodes(found["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)

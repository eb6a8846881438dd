"""Operators and the sources that come with them. Their keys are `keys.py`'s, lots `lots.py`'s."""

from parking.ports import Operator
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def ensure_operator(
    connection: Connection, operator_id: str, *, name: str | None = None, name_en: str | None = None
) -> tuple[Operator, bool]:
    """Find or create an operator, with the two sources each has: its own, and its console's.

    Names given for one that exists replace its names. Returns it and whether it is new.
    """
    row = await connection.fetchrow(query("operator_ensure"), operator_id, name, name_en)
    if row is None:
        row = await connection.fetchrow(query("operator_by_id"), operator_id)
    if row is None:
        raise LookupError(f"operator {operator_id} can be neither created nor read in this scope")
    operator = Operator(row["operator_key"], row["operator_id"], row["name"], row["name_en"])
    await ensure_source(connection, operator_id, operator.operator_key)
    await ensure_source(connection, console_of(operator_id), operator.operator_key, kind="console")
    return operator, bool(row["created"])


async def ensure_source(
    connection: Connection, source_id: str, operator_key: int | None, *, kind: str = "http"
) -> int:
    """Find or create a source; returns its key. One that exists keeps its operator and kind."""
    await connection.execute(query("source_ensure"), source_id, operator_key, kind)
    source_key = await connection.fetchval(
        "select source_key from source where source_id = $1", source_id
    )
    if source_key is None:
        raise LookupError(f"source {source_id} belongs to somebody else")
    return int(source_key)


def console_of(operator_id: str) -> str:
    """Name the source of what the operator's people type in; no key of theirs can be named so."""
    return f"{operator_id}@console"

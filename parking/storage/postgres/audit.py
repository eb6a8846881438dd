"""The audit trail: one row per state-changing call, written in the transaction that changes."""

from typing import Any

from parking.principal import Principal
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def record(
    connection: Connection,
    principal: Principal,
    action: str,
    subject: str,
    *,
    operator_key: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Note who did what to what; `operator_key` is whose thing it was, if not the caller's own."""
    await connection.execute(
        query("audit_insert"),
        principal.key_id,
        principal.role,
        operator_key if operator_key is not None else principal.operator_key,
        action,
        subject,
        detail or {},
    )

"""What a store that is away looks like from above, so that doors can say 503 without the driver."""

from typing import Final

import asyncpg

STORE_AWAY: Final[tuple[type[Exception], ...]] = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.OperatorInterventionError,
    OSError,
)
"""Connections refused, lost or shut down, and time-outs (TimeoutError is an OSError)."""

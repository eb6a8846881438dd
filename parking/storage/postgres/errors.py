"""What a store that is away looks like from above, so that doors can say 503 without the driver."""

from typing import Final

import asyncpg

STORE_AWAY: Final[tuple[type[Exception], ...]] = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection died between two messages of one query
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.OperatorInterventionError,
    OSError,
)
"""Connections refused, lost or shut down, and time-outs (TimeoutError is an OSError)."""

TEXT_REFUSED: Final[tuple[type[Exception], ...]] = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
)
"""A caller's text holds what no text column takes, such as NUL."""

DATABASE_FAILED: Final[tuple[type[Exception], ...]] = (asyncpg.PostgresError, *STORE_AWAY)
"""Whatever the database or the way to it can fail with, for those who wait it out."""

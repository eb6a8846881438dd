"""The platform's own secrets, made when first asked for: 32 random bytes each, by name.

    key = await platform_secret(connection, "plate-hash")

Call it in the platform's scope. A secret never changes: what was hashed under it would be lost.
"""

import secrets

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

SECRET_BYTES = 32


async def platform_secret(connection: Connection, name: str) -> bytes:
    """Read the secret of that name; two who make it at once get the same one."""
    known = await connection.fetchval(query("sharing/secret_read"), name)
    if known is None:
        fresh = secrets.token_bytes(SECRET_BYTES)
        await connection.execute(query("sharing/secret_make"), name, fresh)
        known = await connection.fetchval(query("sharing/secret_read"), name)
    return bytes(known)

"""Which spaces an agreement lends: made where they are new, lent under one agreement at a time."""

from collections.abc import Collection, Sequence

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


class SpaceLentError(Exception):
    """The space is lent under another agreement that runs."""

    def __init__(self, space_code: str) -> None:
        super().__init__(f"space {space_code} is lent under another agreement")
        self.space_code = space_code


async def demand_free(connection: Connection, lot_key: int, space_codes: Sequence[str]) -> None:
    """Raise SpaceLentError where one is lent by now; nothing keeps it free."""
    lent = await connection.fetchval(query("sharing/spaces_lent"), lot_key, space_codes)
    if lent is not None:
        raise SpaceLentError(lent)


async def lend(
    connection: Connection, lot_key: int, agreement_key: int, space_codes: Collection[str]
) -> None:
    """Let the agreement lend these spaces and no others; raises SpaceLentError.

    Their rows, and those of spaces that it lent before, stay locked: no booking is made meanwhile.
    """
    codes = list(space_codes)
    await connection.execute(query("sharing/spaces_create"), lot_key, codes)
    rows = await connection.fetch(query("sharing/spaces_lock"), lot_key, codes, agreement_key)
    for row in rows:
        if row["agreement_key"] not in {None, agreement_key}:
            raise SpaceLentError(row["space_code"])
    wanted = [row["space_key"] for row in rows if row["space_code"] in space_codes]
    given_up = [row["space_key"] for row in rows if row["space_code"] not in space_codes]
    await connection.execute(query("sharing/spaces_lend"), wanted, agreement_key)
    await connection.execute(query("sharing/spaces_lend"), given_up, None)


async def lock_lent(connection: Connection, lot_key: int, agreement_key: int) -> None:
    """Lock the spaces of an agreement: until the end no booking is made on them."""
    await connection.fetch(query("sharing/spaces_lock"), lot_key, [], agreement_key)

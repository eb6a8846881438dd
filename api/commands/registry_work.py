"""Runs a command's work on the registry and waits until the running city has followed it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from api.commands.options import stores_for_command
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.migrate import MigrationError, migrate
from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.processes import wait_until_followed

Result = TypeVar("Result")


def on_registry(data_dir: Path | None, work: Callable[[Pool], Awaitable[Result]]) -> Result:
    """Open the city's database, brought up to date, and do `work` on it.

    When this returns every live process honours what was done; one that hangs is warned of.
    """

    async def open_and_work(database_url: str) -> tuple[Result, bool]:
        await migrate(database_url)
        async with await open_pool(database_url, max_size=2, statement_timeout_ms=120_000) as pool:
            return await work(pool), await wait_until_followed(pool)

    with stores_for_command(data_dir) as stores:
        try:
            result, is_followed = asyncio.run(open_and_work(stores.database_url))
        except STORE_AWAY as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
        except MigrationError as error:
            raise click.ClickException(str(error)) from error
    if not is_followed:
        click.echo("Warning: a running process has not followed yet; see /status.", err=True)
    return result

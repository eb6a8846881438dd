"""`onelot rebuild`: what follows from the log, written anew from it. A composition root."""

import asyncio
from pathlib import Path

import click

from api.commands.options import Moment, data_dir_option, json_option, say, stores_for_command
from api.settings import Settings
from ingest.rollup.rebuilding import rebuild as rebuild_history
from ingest.work import LOCK
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.migrate import MigrationError, migrate


@click.group()
def rebuild() -> None:
    """Write anew what follows from the log."""


@rebuild.command()
@click.option("--from", "from_us", type=Moment(), help="What was observed from then on.")
@click.option("--to", "to_us", type=Moment(), help="Nothing observed later is in question.")
@data_dir_option
@json_option
def history(
    from_us: int | None, to_us: int | None, data_dir: Path | None, *, as_json: bool
) -> None:
    """Fold hours, days, areas and sessions anew from the log.

    The city may run meanwhile; figures change only where they were wrong. Days of the log that are
    in archives stay as they are.
    """
    if to_us is not None and from_us is None:
        raise click.UsageError("--to needs --from")
    with stores_for_command(data_dir) as stores:
        try:
            asyncio.run(_rebuild(stores.database_url, from_us, to_us))
        except MigrationError as error:
            raise click.ClickException(str(error)) from error
        except DATABASE_FAILED as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
    say({"rebuilt": "history"}, "History is as the log has it.", as_json=as_json)


async def _rebuild(database_url: str, from_us: int | None, to_us: int | None) -> None:
    await migrate(database_url)
    zone = Settings().timezone
    await rebuild_history(database_url, leader=LOCK, city_zone=zone, from_us=from_us, to_us=to_us)

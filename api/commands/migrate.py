"""`onelot migrate`: brings the database to this version's schema."""

import asyncio
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say, stores_for_command
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.migrate import MigrationError
from parking.storage.postgres.migrate import migrate as apply_missing


@click.command()
@data_dir_option
@json_option
def migrate(data_dir: Path | None, *, as_json: bool) -> None:
    """Apply the migrations that are missing; running it again changes nothing."""
    with stores_for_command(data_dir) as stores:
        try:
            applied = asyncio.run(apply_missing(stores.database_url))
        except MigrationError as error:
            raise click.ClickException(str(error)) from error
        except STORE_AWAY as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
    say(
        {"applied": applied},
        "\n".join(f"applied {name}" for name in applied) or "Nothing to do.",
        as_json=as_json,
    )

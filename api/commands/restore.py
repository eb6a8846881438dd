"""`onelot restore`: a backup into an empty city, which answers as before. A composition root."""

import asyncio
import time
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, progress_bar, say, stores_for_command
from api.settings import Settings
from parking.storage.archive import ArchiveError, Manifest, open_archive
from parking.storage.postgres.errors import DATABASE_FAILED, STORE_AWAY
from parking.storage.postgres.migrate import MigrationError
from parking.storage.postgres.restore import RestoreRefusedError, empty_standing_city
from parking.storage.postgres.restore import restore as load
from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_dir_option
@json_option
def restore(file: Path, data_dir: Path | None, *, as_json: bool) -> None:
    """Load FILE, made by `onelot backup`, into an empty city that does not run.

    All of it is loaded or nothing; the database may be of another version than the one backed
    up. Keys, hashes and signatures stay valid. The live state is rebuilt at the next start.
    """
    began_s = time.monotonic()
    _refuse_what_is_no_backup(file)
    with stores_for_command(data_dir) as stores:
        try:
            manifest = asyncio.run(_restore(stores, file, as_json=as_json))
        except (ArchiveError, RestoreRefusedError, MigrationError) as error:
            raise click.ClickException(str(error)) from error
        except ProjectionAwayError as error:
            raise click.ClickException(f"Redis does not answer: {error}") from error
        except STORE_AWAY as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
        except DATABASE_FAILED as error:
            raise click.ClickException(f"The database refused the backup: {error}") from error
    lots, reports = manifest.rows_of("lot"), manifest.rows_of("report_log")
    took_s = round(time.monotonic() - began_s, 2)
    say(
        {
            "file": str(file), "made_at": manifest.made_at, "rows": manifest.rows,
            "lots": lots, "reports": reports, "took_s": took_s,
        },
        f"Restored {lots} lots and {reports} reports as of {manifest.made_at}, in {took_s} s. "
        "Start the city: it rebuilds its live state by itself.",
        as_json=as_json,
    )  # fmt: skip


def _refuse_what_is_no_backup(file: Path) -> None:
    """Say so before a data folder is made for it."""
    try:
        with open_archive(file):
            pass
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error


async def _restore(stores: StoreUrls, file: Path, *, as_json: bool) -> Manifest:
    from ingest.work import LOCK  # noqa: PLC0415 - heavy; --help stays quick

    with open_archive(file) as archive:
        manifest = archive.manifest
        async with empty_standing_city(stores.database_url, manifest, LOCK):
            await _forget_live_state(stores.redis_url)
            with progress_bar(archive.size_bytes, "restore", as_json=as_json) as bar:
                await load(stores.database_url, archive, bar.update)
    return manifest


async def _forget_live_state(redis_url: str) -> None:
    """What another city left in this Redis must not pass for the restored one's."""
    projection = RedisProjection(redis_url, partitions=Settings().partitions)
    try:
        await projection.forget()
    finally:
        await projection.aclose()

"""`onelot backup`: the whole truth of a city into one file, while it runs. A composition root."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, progress_bar, say, stores_for_command
from api.settings import Settings
from parking.storage.archive import ArchiveError, Manifest, new_archive
from parking.storage.embedded.data_folder import find_state
from parking.storage.postgres.backup import NoCityError, back_up, note_backup, size_of_truth
from parking.storage.postgres.errors import DATABASE_FAILED


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_dir_option
@json_option
def backup(file: Path, data_dir: Path | None, *, as_json: bool) -> None:
    """Write everything but the live state, which is rebuilt, into FILE.

    The city may run meanwhile: FILE holds all that was acknowledged before this began. It also
    holds the city's secrets, so keep it where only you can read it. `onelot restore` reads it.
    """
    began_s = time.monotonic()
    with _database(data_dir) as url:
        try:
            manifest = asyncio.run(_back_up(url, file, as_json=as_json))
        except (ArchiveError, NoCityError) as error:
            raise click.ClickException(str(error)) from error
        except DATABASE_FAILED as error:
            raise click.ClickException(f"The database does not answer: {error}") from error
    reports, size_bytes = manifest.rows_of("report_log"), file.stat().st_size
    took_s = round(time.monotonic() - began_s, 2)
    say(
        {
            "file": str(file), "made_at": manifest.made_at, "bytes": size_bytes,
            "rows": manifest.rows, "lots": manifest.rows_of("lot"), "reports": reports,
            "took_s": took_s,
        },
        f"{file}: {manifest.rows_of('lot')} lots, {reports} reports, "
        f"{size_bytes / 1e6:.1f} MB, in {took_s} s. Restore it with: "
        f"onelot restore {file} --data-dir A_NEW_FOLDER",
        as_json=as_json,
    )  # fmt: skip


async def _back_up(url: str, file: Path, *, as_json: bool) -> Manifest:
    length = await size_of_truth(url)
    with progress_bar(length, "backup", as_json=as_json) as bar, new_archive(file) as archive:
        manifest = await back_up(url, archive, bar.update)
    try:
        await note_backup(url, manifest)
    except DATABASE_FAILED as error:
        told = f"The backup is whole, but the city could not note it, as a replica cannot: {error}"
        click.echo(told, err=True)
    return manifest


@contextmanager
def _database(data_dir: Path | None) -> Iterator[str]:
    """The database of a city that is there: a mistyped folder must not pass for an empty city."""
    settings = Settings()
    folder = data_dir or settings.data_dir
    if settings.database_url is not None:
        yield settings.database_url
        return
    if find_state(folder) is None and not any(folder.glob("postgresql-*")):
        raise click.ClickException(
            f"There is no city in {folder.resolve()}. Name its folder with --data-dir, "
            "or its database with ONELOT_DATABASE_URL."
        )
    with stores_for_command(data_dir) as stores:
        yield stores.database_url

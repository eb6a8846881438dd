"""`onelot areas import`: districts and smaller areas from a file. A composition root."""

from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say
from api.commands.registry_work import on_registry
from geo.datum import DATUMS, Datum
from ingest.registry.areas import import_areas
from ingest.registry.rows import UnreadableFileError
from parking.storage.postgres.registry import PostgresRegistry


@click.group()
def areas() -> None:
    """Areas: city, district, sub-district, community, grid."""


@areas.command("import", short_help="Areas from a file. 导入辖区")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--coordsys",
    type=click.Choice(DATUMS),
    default="gcj02",
    show_default=True,
    help="Datum of the outlines.",
)
@data_dir_option
@json_option
def import_(file: Path, coordsys: Datum, data_dir: Path | None, *, as_json: bool) -> None:
    """Store the areas of FILE: GeoJSON polygons, or CSV of codes, names and parents.

    GeoJSON has area_code, name, level, parent_code, or DataV's adcode and parent. Lots that
    declare no area are then given the smallest around them.
    """
    content = file.read_bytes()
    is_csv = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{"
    try:
        imported = on_registry(
            data_dir,
            lambda pool: import_areas(PostgresRegistry(pool), content, coordsys, is_csv=is_csv),
        )
    except UnreadableFileError as error:
        raise click.ClickException(f"{file}: {error}") from error
    lines = [
        f"{imported.changed} created or updated, {imported.unchanged} unchanged, "
        f"{len(imported.rejected)} rejected",
        *(f"  {row.problem.pointer}: {row.problem.detail}" for row in imported.rejected[:20]),
    ]
    say(imported.to_dict(), "\n".join(lines), as_json=as_json)
    if imported.rejected and not imported.changed + imported.unchanged:
        raise SystemExit(1)

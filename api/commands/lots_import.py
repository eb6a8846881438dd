"""`onelot import`: lots from a file into the registry. A composition root."""

import re
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, progress_bar, say
from api.commands.registry_work import on_registry
from api.operator.lots import draft_rules
from api.settings import Settings
from geo.datum import DATUMS, Datum
from ingest.formats.lots_csv.reading import read_lots_csv
from ingest.formats.lots_geojson.reading import read_lots_geojson
from ingest.registry.lots import Imported, import_lots
from ingest.registry.rows import Row, UnreadableFileError
from parking.draft_text import OPERATOR_ID_FORM
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.registry import PostgresRegistry

_PROBLEMS_SHOWN = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--operator", help="Whose the lots are that do not say so; created where new.")
@click.option(
    "--coordsys",
    type=click.Choice(DATUMS),
    default="wgs84",
    show_default=True,
    help="Datum of lots that do not say theirs.",
)
@data_dir_option
@json_option
def lots_import(
    file: Path, operator: str | None, coordsys: Datum, data_dir: Path | None, *, as_json: bool
) -> None:
    """Register the lots of FILE: GeoJSON, or CSV with a header line.

    Good rows land and bad ones are named; importing the same file again changes nothing.
    """
    if operator is not None and not re.fullmatch(OPERATOR_ID_FORM, operator):
        raise click.UsageError("an operator id is letters, digits and _ . - (at most 64)")
    try:
        rows = read_rows(file)
    except UnreadableFileError as error:
        raise click.ClickException(f"{file}: {error}") from error
    rules = draft_rules(Settings(), coordsys=coordsys, is_strict=False)
    with progress_bar(len(rows), "import", as_json=as_json) as bar:
        imported = on_registry(
            data_dir,
            lambda pool: import_lots(
                PostgresRegistry(pool), PLATFORM, rows, rules,
                operator_id=operator, progress=bar.update,
            ),
        )  # fmt: skip
    say(imported.to_dict(), _told(imported), as_json=as_json)
    if rows and not imported.landed:
        raise SystemExit(1)


def read_rows(file: Path) -> list[Row]:
    """Read a file by what it is: JSON begins with a brace, all else is CSV."""
    content = file.read_bytes()
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        return list(read_lots_geojson(content))
    return list(read_lots_csv(content))


def _told(imported: Imported) -> str:
    lines = [
        f"{imported.created} created, {imported.updated} updated, "
        f"{imported.unchanged} unchanged, {len(imported.rejected)} rejected"
    ]
    shown = imported.rejected[:_PROBLEMS_SHOWN]
    lines += [f"  {row.row_id or '?'} {row.problem.pointer}: {row.problem.detail}" for row in shown]
    if len(imported.rejected) > len(shown):
        lines.append(f"  and {len(imported.rejected) - len(shown)} more; see --json")
    return "\n".join(lines)

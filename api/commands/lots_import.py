"""`onelot import`: lots from a file into the registry. A composition root."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from api.commands.options import data_dir_option, json_option, progress_bar, say
from api.commands.registry_work import on_registry
from api.operator.city_rules import draft_rules
from api.settings import Settings
from geo.datum import DATUMS, Datum
from ingest.check.reading import (
    AUTO,
    BadMappingError,
    Read,
    ReadAs,
    UnknownFormatError,
    read_payload,
)
from ingest.formats.form import Terms
from ingest.formats.lot_ids import lot_id_of
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
@click.option("--format", "format_name", default=AUTO, show_default=True, help="Its format's name.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read it by this mapping file.",
)
@data_dir_option
@json_option
def lots_import(
    file: Path,
    operator: str | None,
    coordsys: Datum,
    format_name: str,
    mapping: Path | None,
    data_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Register the lots of FILE: GeoJSON, CSV, OpenStreetMap, or whatever `onelot check` reads.

    Good rows land and bad ones are named; importing the same file again changes nothing. Lots
    without a `lot_id` of ours get the operator's id, a dash, and their own id.
    """
    if operator is not None and not re.fullmatch(OPERATOR_ID_FORM, operator):
        raise click.UsageError("an operator id is letters, digits and _ . - (at most 64)")
    settings = Settings()
    terms = Terms(ZoneInfo(settings.timezone), coordsys)
    read_as = ReadAs(terms, format_name, None if mapping is None else mapping.read_bytes())
    try:
        rows = read_rows(file, operator, read_as)
    except (UnknownFormatError, BadMappingError) as error:
        raise click.UsageError(str(error)) from error
    except UnreadableFileError as error:
        raise click.ClickException(f"{file}: {error}") from error
    rules = draft_rules(settings, coordsys=coordsys, is_strict=False)
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


def read_rows(file: Path, operator: str | None, read_as: ReadAs) -> list[Row]:
    """Read our own GeoJSON and CSV as they are, anything else as a check would."""
    content = file.read_bytes()
    if read_as.format_name == AUTO and read_as.mapping is None:
        own = _own_rows(content)
        if any("lot_id" in row.fields for row in own):
            return own
    read = read_payload(content, file.name, read_as)
    if not isinstance(read, Read):
        raise UnreadableFileError(read.lacks.en)
    if operator is None:
        raise UnreadableFileError("whose lots are these? Give --operator ID")
    return [
        Row(row.pointer, {**row.fields, "lot_id": lot_id_of(operator, str(row.fields["lot_id"]))})
        for row in read.publication.lots
    ]


def _own_rows(content: bytes) -> list[Row]:
    """JSON begins with a brace, all else is CSV; nothing where it is neither."""
    try:
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            return list(read_lots_geojson(content))
        return list(read_lots_csv(content))
    except UnreadableFileError:
        return []


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

"""`onelot devices`: which bay each radio sensor of an operator watches. A composition root."""

from dataclasses import dataclass
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say
from api.commands.registry_work import on_registry
from ingest.lorawan.device_list import DeviceList, read_devices, rows_of
from ingest.lorawan.fields import device_id
from ingest.registry.rows import Row, UnreadableFileError
from parking.directory import Directory
from parking.storage.postgres.devices import PostgresDevices
from parking.storage.postgres.pool import PLATFORM, Pool
from parking.storage.postgres.registry import PostgresRegistry

_PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Imported:
    listed: DeviceList
    changed: int


@click.group()
def devices() -> None:
    """Radio sensors: LoRaWAN, Sigfox."""


@devices.command("import", short_help="Sensors from a file. 导入传感器清单")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--operator", "operator_id", required=True, help="Whose sensors they are.")
@data_dir_option
@json_option
def import_(file: Path, operator_id: str, data_dir: Path | None, *, as_json: bool) -> None:
    """Register the sensors of FILE: CSV or JSON of device_id, lot_id, space_code, codec.

    Good rows land and bad ones are named; importing the same file again changes nothing.
    """
    try:
        rows = list(rows_of(file.read_bytes()))
    except UnreadableFileError as error:
        raise click.ClickException(f"{file}: {error}") from error
    imported = on_registry(data_dir, lambda pool: _import(pool, operator_id, rows))
    listed = imported.listed
    unchanged = len(listed.devices) - imported.changed
    lines = [
        f"{imported.changed} new or changed, {unchanged} unchanged, "
        f"{len(listed.rejected)} rejected",
        *(
            f"  {row.row_id or '?'} {row.problem.pointer}: {row.problem.detail}"
            for row in listed.rejected[:_PROBLEMS_SHOWN]
        ),
    ]
    result = {
        "changed": imported.changed,
        "unchanged": unchanged,
        "rejected": len(listed.rejected),
        "problems": [row.to_dict() for row in listed.rejected],
    }
    say(result, "\n".join(lines), as_json=as_json)
    if listed.rejected and not listed.devices:
        raise SystemExit(1)


@devices.command()
@click.argument("device_ids", nargs=-1, required=True)
@click.option("--operator", "operator_id", required=True, help="Whose sensors they are.")
@data_dir_option
@json_option
def remove(
    device_ids: tuple[str, ...], operator_id: str, data_dir: Path | None, *, as_json: bool
) -> None:
    """Forget sensors; what they said stays in the log."""

    async def work(pool: Pool) -> set[str]:
        operator_key = _operator(await _directory(pool), operator_id)
        known_as = [device_id(written) for written in device_ids]
        return await PostgresDevices(pool).remove(PLATFORM, operator_key, known_as)

    removed = on_registry(data_dir, work)
    say({"removed": sorted(removed)}, f"{len(removed)} removed", as_json=as_json)


async def _import(pool: Pool, operator_id: str, rows: list[Row]) -> _Imported:
    directory = await _directory(pool)
    operator_key = _operator(directory, operator_id)

    def owns_lot(lot_id: str) -> bool:
        lot = directory.find_lot(lot_id)
        return lot is not None and lot.operator_key == operator_key

    listed = read_devices(rows, owns_lot)
    changed = await PostgresDevices(pool).put(PLATFORM, operator_key, listed.devices)
    return _Imported(listed, len(changed))


async def _directory(pool: Pool) -> Directory:
    directory = Directory()
    directory.apply(await PostgresRegistry(pool).load())
    return directory


def _operator(directory: Directory, operator_id: str) -> int:
    operator = directory.find_operator(operator_id)
    if operator is None:
        raise click.ClickException(f"There is no operator {operator_id}; create its key first.")
    return operator.operator_key

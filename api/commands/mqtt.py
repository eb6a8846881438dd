"""`onelot mqtt`: who may say what on a Mosquitto of one's own. A composition root."""

import os
import secrets
import tempfile
from collections import defaultdict
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say
from api.commands.registry_work import on_registry
from ingest.mqtt.accounts import password_line, with_user
from ingest.mqtt.acl import PLATFORM_USER, acl_text
from parking.directory import Directory
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.registry import PostgresRegistry

_READABLE_BY_GROUP = 0o640


@click.group()
def mqtt() -> None:
    """Accounts and rights on a Mosquitto broker."""


@mqtt.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="[default: stdout]")
@click.option("--platform-user", default=PLATFORM_USER, show_default=True, help="The city's own.")
@data_dir_option
def acl(out: Path | None, platform_user: str, data_dir: Path | None) -> None:
    """Write Mosquitto's acl_file: every operator its own topics, and the gates of its lots.

    Write it anew when lots with a gate come or go; reports need no line per operator.
    """

    async def read(pool: Pool) -> dict[str, list[str]]:
        directory = Directory()
        directory.apply(await PostgresRegistry(pool).load())
        gated: dict[str, list[str]] = defaultdict(list)
        for lot in directory.lots():
            if lot.has_gate:
                gated[lot.operator_id].append(lot.lot_id)
        return gated

    text = acl_text(on_registry(data_dir, read), platform_user)
    if out is None:
        click.echo(text, nl=False)
    else:
        _replace(out, text)
        click.echo(f"{out} written; send Mosquitto a SIGHUP", err=True)


@mqtt.command()
@click.argument("name")
@click.option("--file", "file", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--platform", "is_platform", is_flag=True, help="The city's own account.")
@click.option("--remove", is_flag=True, help="Take the account away.")
@json_option
def user(name: str, file: Path, *, is_platform: bool, remove: bool, as_json: bool) -> None:
    """Give NAME, an operator id, a new password in Mosquitto's password_file.

    It is shown this once; the file holds only its hash. Send Mosquitto a SIGHUP afterwards.
    """
    if name == PLATFORM_USER and not is_platform:
        raise click.UsageError(f"{name} is the city's own account: add --platform")
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    password = secrets.token_urlsafe(32)
    try:
        line = password_line(name, password, secrets.token_bytes(12))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _replace(file, with_user(text, name, None if remove else line))
    if remove:
        say({"user": name, "removed": True}, f"removed {name}", as_json=as_json)
    else:
        say({"user": name, "password": password}, password, as_json=as_json)


def _replace(path: Path, text: str) -> None:
    """Put a file there whole, with the rights and the owner of the one it replaces."""
    known = path.stat() if path.is_file() else None
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(fresh).chmod(_READABLE_BY_GROUP if known is None else known.st_mode & 0o777)
    if known is not None and os.geteuid() == 0:
        os.chown(fresh, known.st_uid, known.st_gid)
    Path(fresh).replace(path)

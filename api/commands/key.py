"""`onelot key`: issues, lists and revokes API keys in the city's database. A composition root."""

import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say
from api.commands.registry_work import on_registry
from parking.draft_text import OPERATOR_ID_FORM, is_plain
from parking.storage.postgres.keys import KeyInfo, PostgresKeys
from parking.storage.postgres.pool import PLATFORM
from parking.vocabulary import KEY_ROLES, Role


@click.group()
def key() -> None:
    """API keys: who may call what."""


@key.command()
@click.option("--role", required=True, type=click.Choice(KEY_ROLES))
@click.option("--operator", help="Whose key it is; created where it is new.")
@click.option("--name", help="What it is for; an operator's named key is a source of its own.")
@data_dir_option
@json_option
def create(
    role: Role, operator: str | None, name: str | None, data_dir: Path | None, *, as_json: bool
) -> None:
    """Issue a key. It is shown this once; the city stores only its hash."""
    if role == "operator" and operator is None:
        raise click.UsageError("an operator's key needs --operator ID")
    if operator is not None and not re.fullmatch(OPERATOR_ID_FORM, operator):
        raise click.UsageError("an operator id is letters, digits and _ . - (at most 64)")
    if name is not None and not is_plain(name):
        raise click.UsageError("the name holds control characters; take them out")
    issued = on_registry(
        data_dir,
        lambda pool: PostgresKeys(pool).create(
            PLATFORM, role=role, operator_id=operator, name=name
        ),
    )
    result = {
        "key_id": issued.key_id,
        "key": issued.key,
        "role": issued.role,
        "operator": issued.operator_id,
    }
    say(result, issued.key, as_json=as_json)


@key.command("list")
@data_dir_option
@json_option
def list_keys(data_dir: Path | None, *, as_json: bool) -> None:
    """Show all keys, without their secrets."""
    keys = on_registry(data_dir, lambda pool: PostgresKeys(pool).list(PLATFORM))
    lines = [_line(info) for info in keys]
    say(
        {"keys": [asdict(info) for info in keys]},
        "\n".join(lines) or "No keys yet: onelot key create --role admin",
        as_json=as_json,
    )


@key.command()
@click.argument("key_id")
@data_dir_option
@json_option
def revoke(key_id: str, data_dir: Path | None, *, as_json: bool) -> None:
    """Revoke a key for ever; every process refuses it within seconds."""
    if not on_registry(data_dir, lambda pool: PostgresKeys(pool).revoke(PLATFORM, key_id)):
        raise click.ClickException(f"There is no key {key_id}; see `onelot key list`.")
    say({"key_id": key_id, "revoked": True}, f"revoked {key_id}", as_json=as_json)


def _line(info: KeyInfo) -> str:
    ends = [at for at in (info.expires_at, info.retires_at) if at is not None]
    ended: datetime | None = info.revoked_at or min(ends, default=None)
    state = "revoked" if info.revoked_at else "until" if ended else "valid"
    until = "" if ended is None else f" {ended.isoformat(timespec='seconds')}"
    named = " ".join(filter(None, (info.operator_id, info.name)))
    return f"{info.key_id}  {info.role:8}  {state}{until}  {named}".rstrip()

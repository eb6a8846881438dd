"""`onelot check`: what a payload is, what would be accepted, what is wrong; nothing is stored."""

import asyncio
import os
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from api.commands.options import json_option, say
from api.operator.city_rules import draft_rules
from api.settings import Settings
from geo.datum import DATUMS, Datum
from ingest.check.checking import check
from ingest.check.reading import AUTO, BadMappingError, ReadAs, UnknownFormatError
from ingest.check.telling import told
from ingest.formats.form import Terms
from parking.words import LANGS, Lang

ANYWHERE: Final = "public 0.0.0.0/0:* [::/0]:*"


@click.command("check")
@click.argument("payload", metavar="FILE|URL")
@click.option("--format", "format_name", default=AUTO, show_default=True, help="Its format's name.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Try this mapping file.",
)
@click.option(
    "--coordsys",
    type=click.Choice(DATUMS),
    default="wgs84",
    show_default=True,
    help="Datum of positions that do not say theirs.",
)
@click.option("--timezone", help="Zone of local times.  [default: the city's]")
@click.option("--lang", type=click.Choice(LANGS), help="Language.  [default: of the terminal]")
@json_option
def check_command(
    payload: str,
    format_name: str,
    mapping: Path | None,
    coordsys: Datum,
    timezone: str | None,
    lang: Lang | None,
    *,
    as_json: bool,
) -> None:
    """Say what FILE or the answer of URL is, which lots and values would get in, and what is wrong.

    Exit code 0 where anything would get in, 1 where nothing would.
    """
    settings = Settings()
    content, name = _content_of(payload)
    terms = Terms(zone=_zone(timezone or settings.timezone), coordsys=coordsys)
    read_as = ReadAs(terms, format_name, None if mapping is None else mapping.read_bytes())
    rules = draft_rules(settings, coordsys=coordsys, is_strict=False)
    now_us = time.time_ns() // 1_000
    try:
        checked = check(content, read_as, rules, now_us, name=name)
    except (UnknownFormatError, BadMappingError) as error:
        raise click.UsageError(str(error)) from error
    say(checked.to_dict(), told(checked, lang or _language()), as_json=as_json)
    if not checked.is_good:
        raise SystemExit(1)


def _content_of(payload: str) -> tuple[bytes, str]:
    """Return the bytes of a file, or of what an address answers, and its name."""
    if urlsplit(payload).scheme in {"http", "https"}:
        return asyncio.run(_fetched(payload)), urlsplit(payload).path.rpartition("/")[2]
    file = Path(payload)
    if not file.is_file():
        raise click.UsageError(f"{payload}: there is no such file; an address begins with https://")
    return file.read_bytes(), file.name


async def _fetched(url: str) -> bytes:
    """Fetch as a poll would, but from anywhere: who asks could do so by hand."""
    # A file needs none of these, and they take as long to import as a check takes.
    from ingest.polling.allow_list import AllowList  # noqa: PLC0415
    from ingest.polling.asking import Ask  # noqa: PLC0415
    from ingest.polling.fetcher import Fetcher  # noqa: PLC0415
    from ingest.polling.outcomes import Failed, Fetched  # noqa: PLC0415

    fetcher = Fetcher(AllowList.parse(ANYWHERE))
    try:
        outcome = await fetcher.fetch(Ask(url))
    finally:
        await fetcher.aclose()
    if isinstance(outcome, Fetched):
        return outcome.content
    told = outcome.finding.to_dict() if isinstance(outcome, Failed) else {"message": "not modified"}
    raise click.ClickException(f"{url}: {told['message']}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise click.UsageError(f"{name}: no such zone; write Asia/Shanghai") from error


def _language() -> Lang:
    """Return Chinese unless the terminal says otherwise, as on all pages."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"

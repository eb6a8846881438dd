"""`onelot parkapi`: which sources of parkapi-sources can be polled. A composition root."""

import asyncio

import click

from api.commands.options import json_option, say
from api.settings import Settings
from ingest.parkapi.address import SCHEME
from ingest.parkapi.listing import NoSourcesError, Source, sources


@click.group()
def parkapi() -> None:
    """Sources of parkapi-sources, an optional extra: European cities (欧洲城市数据源)."""


@parkapi.command("list", short_help="The sources there are. 数据源列表")
@json_option
def list_(*, as_json: bool) -> None:
    """List the sources, the address to poll each by, and what credentials it needs.

    A line with a dash cannot be polled here: it needs a client's certificate, more credentials
    than a name and a secret, or a connection of its own.
    """
    try:
        found = asyncio.run(sources(Settings().parkapi_python))
    except NoSourcesError as error:
        told = error.finding.to_dict()
        message = f"{told['message_zh']}。{told['mend_zh']}。\n{told['message']}; {told['mend']}."
        raise click.ClickException(message) from error
    result = {
        "sources": [
            {
                "address": f"{SCHEME}{one.uid}", "name": one.name, "url": one.url,
                "is_live": one.is_live, "needs": one.keys, "licence": one.licence,
                "lacks": one.lacks,
            }
            for one in found
        ]
    }  # fmt: skip
    say(result, "\n".join(_line(one) for one in found), as_json=as_json)


def _line(one: Source) -> str:
    address = "-" if one.lacks else f"{SCHEME}{one.uid}"
    kind = "live 实时" if one.is_live else "fixed 静态"
    needs = one.lacks or ", ".join(one.keys)
    return f"{address:<32} {kind:<9} {one.name}{f'  [{needs}]' if needs else ''}"

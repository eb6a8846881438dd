"""What sources there are, as the installed package has them."""

import asyncio
from typing import Final

import msgspec

from ingest.formats.findings import Finding
from ingest.parkapi.process import converting

LIST_S: Final = 60.0


class Source(msgspec.Struct, frozen=True):
    """One source. `keys`: what credentials it needs; `lacks`: why it cannot be polled here."""

    uid: str
    name: str
    url: str
    is_live: bool
    keys: list[str]
    licence: str
    lacks: str


class NoSourcesError(Exception):
    """There is no list; `finding` says why, and the mend."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


async def sources(python: str = "") -> list[Source]:
    """List the sources; raises NoSourcesError where the package is not there."""
    try:
        async with asyncio.timeout(LIST_S), converting(python, {"list": True}) as talk:
            heard = await talk.hear()
    except (OSError, EOFError, TimeoutError) as error:
        told = str(error) or f"{python or 'python'} did not answer"
        raise NoSourcesError(Finding("feed-unreadable", "", None, {"value": told})) from error
    if "sources" not in heard:
        raise NoSourcesError(Finding("parkapi-missing", "", None, {}))
    return msgspec.convert(heard["sources"], list[Source])

"""Fetches and reads a feed once: what came of it, for whoever asked. Nothing is remembered."""

import asyncio
from typing import Final

from ingest.parkapi.fetching import SourceFetcher
from ingest.polling.allow_list import AllowList
from ingest.polling.asking import Fetches
from ingest.polling.fetcher import Fetcher
from ingest.polling.guarding import Guard, judge, shape_of
from ingest.polling.memory import FeedMemory
from ingest.polling.outcomes import Failed, Fetched
from ingest.polling.poll import ask_of, read_as
from ingest.polling.readers import Readers
from ingest.polling.telling import findings_told, publication_told
from parking.polled_feed import FeedDeclaration

LOTS_SHOWN: Final = 20


async def tried(
    allow: AllowList, declaration: FeedDeclaration, secret: str, *, parkapi_python: str = ""
) -> dict[str, object]:
    """Return what came of it as JSON members."""
    # For this trial alone: nothing of it waits in every worker for the next.
    fetcher, readers = await asyncio.to_thread(Fetcher, allow), Readers(at_once=1)
    try:
        sources = SourceFetcher(fetcher, python=parkapi_python)
        return await _tried(sources, readers, declaration, secret)
    finally:
        await readers.aclose()
        await fetcher.aclose()


async def _tried(
    fetcher: Fetches, readers: Readers, declaration: FeedDeclaration, secret: str
) -> dict[str, object]:
    began_s = asyncio.get_running_loop().time()
    outcome = await fetcher.fetch(ask_of(declaration, secret, FeedMemory()))
    took_s = round(asyncio.get_running_loop().time() - began_s, 3)
    told: dict[str, object] = {"is_good": False, "fetched_in_s": took_s}
    if not isinstance(outcome, Fetched):
        # Nothing was said of what we have, so "not modified" is no answer to what was asked.
        failed = outcome if isinstance(outcome, Failed) else Failed("feed-status", {"value": 304})
        return told | findings_told([failed.finding])
    told["bytes"] = len(outcome.content)
    reading = await readers.read(outcome.content, read_as(declaration))
    publication = reading.publication
    if publication is None:
        return told | findings_told([reading.failed.finding])
    _, verdict = judge(Guard(), shape_of(publication))
    return {
        **told,
        "is_good": verdict.is_accepted,
        **publication_told(publication),
        "first_lots": [row.fields for row in publication.lots[:LOTS_SHOWN]],
        "first_values": [row.fields for row in publication.reports[:LOTS_SHOWN]],
        **findings_told((*verdict.findings, *publication.findings)),
    }

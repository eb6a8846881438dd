"""One poll of one feed, from its turn to what is remembered of it. When that is, is elsewhere."""

from dataclasses import dataclass
from hashlib import blake2b

from msgspec.structs import replace

from ingest.parkapi.address import MADE_AS, is_source
from ingest.polling.asking import Ask, Fetches
from ingest.polling.credentials import credential_header
from ingest.polling.hand_in import HandedIn, HandIn
from ingest.polling.memory import FeedMemory, encode_memory, memory_for
from ingest.polling.metrics import PollingMetrics
from ingest.polling.outcomes import Failed, Fetched, NotModified
from ingest.polling.readers import Readers
from ingest.polling.reading import ReadAs
from ingest.polling.schedule import Terms
from ingest.polling.self_checks import events_of
from ingest.polling.telling import status_of
from ingest.polling.turns import FAILED, Body, Times, Turn, is_known, missed, published, unchanged
from parking.clock import CityClock, from_us
from parking.polled_feed import DueFeed, FeedDeclaration
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.polled_feeds import PolledFeeds


@dataclass(frozen=True, slots=True)
class Polling:
    """What a poller needs; whoever owns the process opens and closes it.

    `verdicts` None: what the self-checks find of publications is told to nobody.
    """

    feeds: PolledFeeds
    fetcher: Fetches
    readers: Readers
    hand_in: HandIn
    clock: CityClock
    metrics: PollingMetrics
    process_id: str
    verdicts: FeedVerdicts | None = None


async def poll(polling: Polling, due: DueFeed) -> Turn:
    """Fetch, read, judge and hand in one feed, and write down what came of it."""
    feed, declaration = due.feed, due.feed.declaration
    memory = memory_for(due.memory, declaration)
    terms = Terms(declaration.feed_id, declaration.interval_s)
    turn = await _turn(polling, due, memory, terms)
    handed: HandedIn | None = None
    if turn.claims is not None and not declaration.is_draft:
        handed = await polling.hand_in.hand_in(feed, turn.claims)
        for word, count in handed.statuses.items():
            polling.metrics.reports.labels(word).inc(count)
        if not handed.is_taken:
            turn = missed(memory, Failed("feed-not-taken"), _times(polling.clock), terms)
    for finding in turn.findings[:1] if turn.result == FAILED else ():
        polling.metrics.failures.labels(finding.code).inc()
    if turn.checked is not None and polling.verdicts is not None and not declaration.is_draft:
        now_us = polling.clock.now_us()
        events = events_of(feed.source_key, memory.publications, turn.checked, now_us)
        await polling.verdicts.write(events, {})
    # Of a draft nothing was claimed: all of it is new when it goes live.
    after = replace(turn.memory, claims=memory.claims) if declaration.is_draft else turn.memory
    real_us = polling.clock.real_us()
    status = status_of(turn, feed.status, handed, terms, real_us)
    due_at = from_us(turn.due_us)
    await polling.feeds.finish(feed, polling.process_id, due_at, encode_memory(after), status)
    return turn


async def _turn(polling: Polling, due: DueFeed, memory: FeedMemory, terms: Terms) -> Turn:
    declaration, operator_id = due.feed.declaration, due.feed.operator_id
    outcome = await polling.fetcher.fetch(ask_of(declaration, due.secret, memory))
    match outcome:
        case Failed():
            return missed(memory, outcome, _times(polling.clock), terms)
        case NotModified():
            return unchanged(memory, _times(polling.clock), terms, operator_id)
        case Fetched():
            polling.metrics.body_bytes.observe(len(outcome.content))
    body = Body(blake2b(outcome.content, digest_size=16).hexdigest(), outcome.validators)
    if is_known(memory, body):
        after = replace(memory, validators=body.validators)
        return unchanged(after, _times(polling.clock), terms, operator_id)
    reading = await polling.readers.read(outcome.content, read_as(declaration))
    times = _times(polling.clock)
    if reading.publication is None:
        return missed(memory, reading.failed, times, terms)
    return published(memory, body, reading.publication, times, terms, operator_id)


def ask_of(declaration: FeedDeclaration, secret: str, memory: FeedMemory) -> Ask:
    """Return what is asked of a feed's server."""
    credential = None
    if is_source(declaration.url):
        credential = (declaration.auth_name, secret)
    elif declaration.auth_kind != "none":
        credential = credential_header(declaration.auth_kind, declaration.auth_name, secret)
    return Ask(declaration.url, memory.validators, credential)


def read_as(declaration: FeedDeclaration) -> ReadAs:
    """Return how a feed's bytes are read; its address is a hint at their form at most."""
    if is_source(declaration.url):
        return ReadAs("", MADE_AS, None, declaration.zone)
    name = declaration.url.partition("?")[0].rsplit("/", 1)[-1][:100]
    return ReadAs(
        name, declaration.format, declaration.mapping, declaration.zone, declaration.coordsys
    )


def _times(clock: CityClock) -> Times:
    return Times(clock.real_us(), clock.now_us())

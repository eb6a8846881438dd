"""Feed checks: a source as a whole: silent, speaking without a change, all its lots at nothing."""

from collections.abc import Iterator

from parking.checking.feed_state import FeedState
from parking.checking.observation import Observation
from parking.checking.stillness import INSIDE
from parking.checking.telling import told
from parking.checking.thresholds import (
    FROZEN_FEED_INTERVALS,
    FROZEN_FEED_LOTS,
    LONGEST_WATCH_US,
    OFFLINE_INTERVALS,
    SAME_LOTS_LEAST,
    SAME_SHARE,
)
from parking.checking.verdict import GOOD, Bad, Judgement, Verdict
from parking.clock import SECOND_US

_MEMORY = 64.0


def hear(feed: FeedState, seen: Observation, *, is_shut: bool = False) -> Iterator[Verdict]:
    """Take in a report of any of its lots; yields verdicts that open or end.

    `is_shut`: the lot is closed, and its count shows nothing.
    """
    now_us = seen.observed_us
    feed.received_us = max(feed.received_us, seen.received_us)
    if now_us > feed.cadence.heard_us:
        yield from told(feed.ledger, "offline", GOOD, now_us)
        learn = not feed.ledger.stands("offline") and feed.shut_us <= feed.cadence.heard_us
        feed.cadence.hear(now_us, learn=learn)
    feed.has_heartbeats = feed.has_heartbeats or seen.kind == "heartbeat"
    if is_shut or seen.kind != "snapshot" or seen.free is None:
        return
    if seen.space_class == "general":
        yield from _count(feed, seen.lot_key, seen.free, now_us)


def pass_time(feed: FeedState, now_us: int) -> Iterator[Verdict]:
    """Look at how long it has been silent."""
    if not feed.speaks_for_itself:
        return
    heard_us = max(feed.cadence.heard_us, feed.received_us, feed.shut_us)
    feed.cadence.never_regular = feed.changes_only
    if feed.cadence.silent_too_long(now_us, heard_us):
        minutes = round((now_us - heard_us) / SECOND_US / 60)
        evidence = {"minutes": minutes, "usual_s": round(feed.cadence.usual_s)}
        yield from told(
            feed.ledger, "offline", Bad(max(feed.cadence.heard_us, feed.shut_us), evidence), now_us
        )


def rest(feed: FeedState, now_us: int) -> None:
    """Let it be later for a source all of whose lots are closed: nothing was to be heard."""
    feed.shut_us = max(feed.shut_us, now_us)
    feed.stillness.rest(now_us)


def _count(feed: FeedState, lot_key: int, free: int, now_us: int) -> Iterator[Verdict]:
    before = feed.counts.get(lot_key)
    changed = feed.compare(lot_key, free)
    if before is None:
        if not feed.stillness.since_us:
            feed.stillness.begin(now_us)
        return
    if changed or now_us > max(feed.quiet_us, feed.stillness.confirmed_us):
        yield from _look(feed, now_us, changed=changed)
    yield from told(
        feed.ledger, "missing_as_zero", _collapsed(feed, now_us, fell=free < before), now_us
    )


def _look(feed: FeedState, now_us: int, *, changed: bool) -> Iterator[Verdict]:
    """Wait for what all lots say of a moment: that one stood shows nothing of the others."""
    if 0 < feed.quiet_us < now_us:
        yield from _stood(feed, feed.quiet_us)
    feed.quiet_us = 0 if changed else now_us
    if changed:
        yield from _changed(feed, now_us)


def _changed(feed: FeedState, now_us: int) -> Iterator[Verdict]:
    if feed.changed_us and now_us > feed.changed_us and not feed.ledger.stands("frozen_feed"):
        gap_s = (now_us - feed.changed_us) / SECOND_US
        feed.change_s += (gap_s - feed.change_s) / _MEMORY if feed.change_s else gap_s
    feed.changed_us = max(feed.changed_us, now_us)
    at_end = not feed.cadence.is_regular
    judged = feed.stillness.moved(now_us, _watched_us(feed, now_us), INSIDE, at_end=at_end)
    yield from told(feed.ledger, "frozen_feed", judged, now_us)


def _stood(feed: FeedState, now_us: int) -> Iterator[Verdict]:
    feed.stillness.stood(now_us, _watched_us(feed, now_us), INSIDE)
    if len(feed.counts) < FROZEN_FEED_LOTS or not feed.changed_us:
        return
    still_s = (now_us - feed.changed_us) / SECOND_US
    if still_s < FROZEN_FEED_INTERVALS * feed.change_s:
        return
    found = feed.stillness.judged()
    if isinstance(found, Bad):
        evidence = {**found.evidence, "lots": len(feed.counts)}
        yield from told(feed.ledger, "frozen_feed", Bad(found.start_us, evidence), now_us)


def _collapsed(feed: FeedState, now_us: int, *, fell: bool) -> Judgement:
    """Nearly all lots at nothing, when few were: that is no rush, it is what was not known."""
    lots = len(feed.counts)
    if lots < SAME_LOTS_LEAST:
        return None
    if feed.zeros < SAME_SHARE * lots:
        feed.collapsed_us = 0
        return GOOD
    if not feed.collapsed_us:
        feed.collapsed_us = now_us
    return Bad(feed.collapsed_us, {"lots": feed.zeros, "of": lots}) if fell else None


def _watched_us(feed: FeedState, now_us: int) -> int:
    watched_us = now_us - feed.stillness.confirmed_us
    usual_us = round(OFFLINE_INTERVALS * feed.cadence.usual_s * SECOND_US)
    return watched_us if watched_us <= max(LONGEST_WATCH_US, usual_us) else 0

"""What is wrong with feeds, from wherever it was found: the one place to add a finder to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from parking.clock import rfc3339, to_us
from parking.polled_feed import PolledFeed
from parking.storage.postgres.feed_verdicts import ToldVerdict


def found_by_checks(
    verdicts: Iterable[ToldVerdict], feed_of: Mapping[str, str], zone: str
) -> dict[str, list[dict[str, Any]]]:
    """Tell what the self-checks found, by the feed's name; `until` is null while it stands.

    What is found of a lot whatever tells of it is told with the feed that does (`feed_of` its id).
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for verdict in verdicts:
        feed = verdict.source_id or feed_of.get(verdict.lot_id or "")
        if feed is not None:
            found[feed].append(_told(verdict, zone))
    return found


def found_by_polling(polled: PolledFeed | None) -> list[dict[str, Any]]:
    """Return what the newest try to poll a feed found, as JSON members with both languages."""
    told = None if polled is None else polled.status.get("findings")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _told(verdict: ToldVerdict, zone: str) -> dict[str, Any]:
    mend = verdict.mend
    return {
        "code": verdict.rule,
        "lot_id": verdict.lot_id,
        "space_code": verdict.space_code,
        "since": rfc3339(to_us(verdict.since), zone),
        "until": None if verdict.until is None else rfc3339(to_us(verdict.until), zone),
        "evidence": dict(verdict.evidence),
        "message_zh": verdict.message_zh,
        "message": verdict.message,
        "mend_zh": None if mend is None else mend.zh,
        "mend": None if mend is None else mend.en,
    }

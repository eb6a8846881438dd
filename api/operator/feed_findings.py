"""What is wrong with feeds, from wherever it was found: the one place to add a finder to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from parking.clock import rfc3339, to_us
from parking.feeds.rule_names import RULE_NAMES
from parking.polled_feed import PolledFeed
from parking.storage.postgres.feed_verdicts import ToldVerdict


def found_by_checks(verdicts: Iterable[ToldVerdict], zone: str) -> dict[str, list[dict[str, Any]]]:
    """Tell what the self-checks found, by the feed's name; `until` is null while it stands."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.source_id is not None:
            found[verdict.source_id].append(_told(verdict, zone))
    return found


def found_by_polling(polled: PolledFeed | None) -> list[dict[str, Any]]:
    """Return what the newest try to poll a feed found, as JSON members with both languages."""
    told = None if polled is None else polled.status.get("findings")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _told(verdict: ToldVerdict, zone: str) -> dict[str, Any]:
    name = RULE_NAMES[verdict.rule]
    return {
        "code": verdict.rule,
        "lot_id": verdict.lot_id,
        "space_code": verdict.space_code,
        "since": rfc3339(to_us(verdict.since), zone),
        "until": None if verdict.until is None else rfc3339(to_us(verdict.until), zone),
        "evidence": dict(verdict.evidence),
        "message_zh": name.zh,
        "message": name.en,
    }

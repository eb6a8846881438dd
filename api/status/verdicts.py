"""Reads now and then which verdicts of self-checking stand, for the status page and the metrics."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final, TypeAlias

from parking.checking.verdict import Rule
from parking.feeds.rule_names import RULE_NAMES
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.feed_verdicts import FeedVerdicts, ShownVerdict

READ_S: Final = 5.0
LOTS_NAMED: Final = 20
"""Of each rule and feed; the rest is counted."""


Found: TypeAlias = Mapping[str, Mapping[Rule, list[str]]]
"""Lots by feed and rule; none of them where the feed itself is at fault."""


class VerdictWatch:
    """One per process; what was read last stands while the store is away."""

    def __init__(self, verdicts: FeedVerdicts, *, read_s: float = READ_S) -> None:
        self._verdicts = verdicts
        self._read_s = read_s
        self._shown: list[ShownVerdict] = []

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            await self.read()
            await asyncio.sleep(self._read_s)

    async def read(self) -> None:
        """Read what stands now."""
        try:
            self._shown = await self._verdicts.shown()
        except DATABASE_FAILED:
            return

    def by_rule(self) -> Counter[Rule]:
        """Count what stands."""
        return Counter(one.rule for one in self._shown)

    def by_feed(self) -> Found:
        """Return what stands against each feed and its lots."""
        feeds: defaultdict[str, dict[Rule, list[str]]] = defaultdict(dict)
        for one in self._shown:
            if one.source_id is not None:
                lots = feeds[one.source_id].setdefault(one.rule, [])
                if one.lot_id is not None:
                    lots.append(one.lot_id)
        return feeds


def verdicts_json(feed: str, found: Found) -> list[dict[str, object]]:
    """Return what stands against a feed as JSON members."""
    return [
        {
            "rule": rule,
            "count": max(1, len(lots)),
            "lots": lots[:LOTS_NAMED],
            "message": RULE_NAMES[rule].en,
            "message_zh": RULE_NAMES[rule].zh,
        }
        for rule, lots in found.get(feed, {}).items()
    ]


def verdicts_text(feed: str, found: Found) -> str:
    """Return what stands against a feed in both languages."""
    told = (
        f"{RULE_NAMES[rule].zh} {RULE_NAMES[rule].en}" + (f" ({len(lots)})" if lots else "")
        for rule, lots in found.get(feed, {}).items()
    )
    return "; ".join(told) or "–"

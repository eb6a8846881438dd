"""Hearsay: what stands by rules that others look after: twins, sums, and what polling held back."""

from collections.abc import Sequence
from typing import Final

from ingest.checking.inspector import Inspector
from parking.checking.verdict import Rule
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent

SAID_S: Final = 60.0
POLLED: Final[frozenset[Rule]] = frozenset({"empty_publication", "mass_change"})
"""Found, and written down, by whoever polls the feed."""


class Hearsay:
    """`twins` are all that stand, None where nobody has said anything new of them."""

    def __init__(self, verdicts: FeedVerdicts) -> None:
        self._verdicts = verdicts
        self._said_s = 0.0
        self.twins: Sequence[VerdictEvent] | None = None

    async def hand_to(self, inspector: Inspector, now_s: float, now_us: int) -> None:
        """Let an inspector have it; the store is asked once a minute."""
        if self.twins is not None:
            inspector.take_said({"duplicate"}, self.twins, now_us)
            self.twins = None
        if now_s >= self._said_s:
            inspector.take_said({"aggregate"}, await self._verdicts.sums(), now_us)
            polled = await self._verdicts.standing_by(POLLED)
            inspector.take_said(POLLED, polled, now_us, is_written=True)
            self._said_s = now_s + SAID_S

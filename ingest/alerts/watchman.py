"""The watchman: looks at every feed of the city now and then, and has its operator told of changes.

What looks dead because we ourselves were away is no news: he begins late, and waits while the
projector is behind.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from ingest.alerts.heard import Heard
from parking.clock import HOUR_US, CityClock
from parking.directory import Directory
from parking.feeds.health import CONSOLE, health_of
from parking.feeds.messages import message_of
from parking.feeds.watch import EVENT_OF, Change, Seen, Watched, WatchState, look
from parking.live.freshness import unknown_after_us
from parking.lot import Source
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.feed_messages import NewMessage
from parking.storage.postgres.feed_watch import FeedWatches
from parking.storage.postgres.polled_phases import PolledPhase

LOOK_S: Final = 15.0
BEGIN_S: Final = 120.0
"""After taking the lead: operators that kept their reports send them again first."""
KNOWN_BACK_US: Final = 24 * HOUR_US
"""So far back it is known when a source was heard of that was not since we lead."""
FROZEN: Final = "frozen"

ReadPhases = Callable[[], Awaitable[Mapping[int, PolledPhase]]]

_log = logging.getLogger("onelot.alerts")


class Watchman:
    """One per city, with the leader. `is_current` says whether what was reported is all known."""

    def __init__(
        self,
        watches: FeedWatches,
        read_phases: ReadPhases,
        directory: Directory,
        clock: CityClock,
        heard: Heard,
        *,
        zone: str,
        is_current: Callable[[], bool],
        begin_s: float = BEGIN_S,
    ) -> None:
        self._watches = watches
        self._read_phases = read_phases
        self._directory = directory
        self._clock = clock
        self._heard = heard
        self._zone = zone
        self._is_current = is_current
        self._begin_s = begin_s

    async def run(self) -> None:
        """Look for ever; a database that is away is waited for."""
        await asyncio.sleep(self._begin_s)
        has_begun = False
        while True:
            try:
                if not has_begun:
                    self._heard.take(await self._watches.heard())
                    has_begun = True
                if self._is_current():
                    await self.look()
            except DATABASE_FAILED as error:
                _log.warning("feeds are looked at later: %s", error)
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Look once, and have operators told."""
        now_us, before = self._clock.now_us(), await self._watches.read()
        phases, frozen = await self._read_phases(), await self._watches.frozen()
        seen = list(self._seen(phases, frozen, before, now_us))
        outcome = look(before, seen, now_us)
        changed = {key: one for key, one in outcome.watched.items() if before.get(key) != one}
        messages = list(self._messages(outcome.changes, seen, now_us))
        if changed:
            await self._watches.save(changed, messages)
        for message in messages:
            _log.info("%s: %s", message.event, [feed["source"] for feed in message.body["feeds"]])

    def _seen(
        self,
        phases: Mapping[int, PolledPhase],
        frozen: Collection[int],
        before: Mapping[int, Watched],
        now_us: int,
    ) -> Iterator[Seen]:
        """Yield how feeds look that somebody waits for and that were heard of once."""
        for source in self._directory.sources():
            key, phase = source.source_key, phases.get(source.source_key)
            is_waited_for = source.kind != CONSOLE and (phase is None or phase.is_waited_for)
            heard_us = self._heard.of(key)
            if source.operator_key is None or not is_waited_for:
                continue
            if heard_us or (key in before and unknown_after_us(source.ttl_s) <= KNOWN_BACK_US):
                seen = _look_at(source, source.operator_key, heard_us, now_us)
                if phase is not None and phase.phase == FROZEN:
                    # It is silent because it is frozen: whoever polls says nothing for it then.
                    seen = seen._replace(state="frozen", is_late=False)
                elif seen.state == "well" and key in frozen:
                    seen = seen._replace(state="frozen")
                yield seen

    def _messages(
        self, changes: Iterable[Change], seen: Iterable[Seen], now_us: int
    ) -> Iterator[NewMessage]:
        """Yield a message for each operator and event."""
        feeds_of: dict[int, int] = defaultdict(int)
        for one in seen:
            feeds_of[one.operator_key] += 1
        together: dict[tuple[int, WatchState], list[Change]] = defaultdict(list)
        for change in changes:
            together[change.seen.operator_key, change.state].append(change)
        for (operator_key, state), group in together.items():
            operator = self._directory.operator(operator_key)
            if operator is None:
                continue
            event = EVENT_OF[state]
            body = message_of(
                event, operator.operator_id, group, now_us, self._zone,
                is_whole=len(group) == feeds_of[operator_key],
            )  # fmt: skip
            yield NewMessage(operator_key, event, body)


def _look_at(source: Source, operator_key: int, heard_us: int, now_us: int) -> Seen:
    health = health_of(heard_us, source.ttl_s, now_us).state
    state: WatchState = "dead" if health in {"dead", "unknown"} else "well"
    is_late = health in {"stale", "dead", "unknown"}
    return Seen(source.source_key, source.source_id, operator_key, state, heard_us, is_late)

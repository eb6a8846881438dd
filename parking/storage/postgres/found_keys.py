"""Found keys: what is believed of keys that were looked up, and who waits for which look-up.

It knows times and callers; how a key is looked up is handed in.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from parking.principal import Principal

BELIEVED_S: Final = 2.0
RENEWED_AFTER_S: Final = 1.0
"""From then on a key that is asked for is looked up again, while its callers go on."""
_KEYS_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class FoundKey:
    """Whose a key is, and until when, on the city's clock, it is good."""

    principal: Principal
    expires_us: int | None


Presented: TypeAlias = tuple[str, bytes]
"""A key as a caller presents it: its id, and a digest of all of it."""
LookUp: TypeAlias = Callable[[], Coroutine[Any, Any, FoundKey | None]]


class FoundKeys:
    """A key is believed for 2 s from when its look-up began, a miss never.

    All who ask for one key at once share one look-up: a process full of requests must not fall
    upon the database whenever a key has become two seconds old.
    """

    def __init__(
        self, now_us: Callable[[], int], real_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._now_us = now_us
        self._real_s = real_s
        self._found: dict[Presented, tuple[FoundKey, float]] = {}
        self._under_way: dict[Presented, asyncio.Future[FoundKey | None]] = {}

    async def find(self, presented: Presented, look_up: LookUp) -> Principal | None:
        """Return whose key this is; waits where nothing is known of it that is still believed."""
        known, asked_s = self._found.get(presented, (None, 0.0))
        age_s = self._real_s() - asked_s
        if known is None or age_s >= BELIEVED_S or self._is_over(known):
            # Shielded: a caller that hangs up takes nothing from those who wait with it.
            known = await asyncio.shield(self._shared(presented, look_up))
        elif age_s >= RENEWED_AFTER_S:
            _ = self._shared(presented, look_up)
        return None if known is None else known.principal

    def forget(self, key_id: str) -> None:
        """Drop what is known of a key that was changed, and what is being read of it just now."""
        for presented in [presented for presented in self._found if presented[0] == key_id]:
            del self._found[presented]
        for presented in [presented for presented in self._under_way if presented[0] == key_id]:
            del self._under_way[presented]

    def _is_over(self, known: FoundKey) -> bool:
        return known.expires_us is not None and self._now_us() >= known.expires_us

    def _shared(self, presented: Presented, look_up: LookUp) -> asyncio.Future[FoundKey | None]:
        """Return the look-up under way, begun where there is none."""
        under_way = self._under_way.get(presented)
        if under_way is None:
            under_way = self._under_way[presented] = asyncio.ensure_future(look_up())
            asked_s = self._real_s()
            under_way.add_done_callback(lambda done: self._take(presented, done, asked_s))
        return under_way

    def _take(
        self, presented: Presented, done: asyncio.Future[FoundKey | None], asked_s: float
    ) -> None:
        """Keep what was found, unless the key was changed while it was looked up."""
        has_failed = done.cancelled() or done.exception() is not None
        if self._under_way.get(presented) is not done:
            return
        del self._under_way[presented]
        if has_failed:
            return
        found = done.result()
        if found is None:
            self._found.pop(presented, None)
            return
        if len(self._found) >= _KEYS_MAX:
            self._found.clear()
        self._found[presented] = (found, asked_s)

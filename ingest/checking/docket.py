"""Docket: all verdicts that stand, by what they are about, and what each lot is doubted for."""

from collections import defaultdict
from collections.abc import Iterator, Set
from typing import Final

from ingest.checking.doubting import doubts_from
from parking.live.doubt_register import Doubt
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey

_NONE: Final[dict[VerdictKey, VerdictEvent]] = {}


class Docket:
    """Of a source that is at fault all lots are doubted that it tells of."""

    def __init__(self) -> None:
        self._of_lot: dict[int, dict[VerdictKey, VerdictEvent]] = {}
        self._of_source: dict[int, dict[VerdictKey, VerdictEvent]] = {}
        self._lots_of: defaultdict[int, set[int]] = defaultdict(set)
        self._sources_of: defaultdict[int, set[int]] = defaultdict(set)

    def note(self, source_key: int, lot_key: int) -> bool:
        """Note that a source tells of a lot; True where that is new and the source is at fault."""
        if lot_key in self._lots_of[source_key]:
            return False
        self._lots_of[source_key].add(lot_key)
        self._sources_of[lot_key].add(source_key)
        return source_key in self._of_source

    def sources_of(self, lot_key: int) -> set[int]:
        """List the sources that tell of a lot."""
        return set(self._sources_of.get(lot_key, ()))

    def stands(self, key: VerdictKey) -> bool:
        return key in self._beside(key)

    def found(self, key: VerdictKey) -> VerdictEvent | None:
        """Return a verdict that stands."""
        return self._beside(key).get(key)

    def standing(self) -> Iterator[VerdictEvent]:
        """Yield all that stands."""
        for about in (self._of_lot, self._of_source):
            for verdicts in list(about.values()):
                yield from list(verdicts.values())

    def held(self) -> int:
        """Return how many entries there are, of all kinds."""
        kept = (self._of_lot, self._of_source, self._lots_of, self._sources_of)
        return sum(len(entry) for one in kept for entry in one.values())

    def of_lot(self, lot_key: int) -> list[VerdictEvent]:
        """List what stands against a lot itself, by whatever source."""
        return list(self._of_lot.get(lot_key, _NONE).values())

    def take(self, event: VerdictEvent) -> Set[int]:
        """Let a verdict stand or end; returns the lots of which something else is doubted now."""
        key = event.key
        about, name = (
            (self._of_source, key.source_key or 0)
            if key.lot_key is None
            else (self._of_lot, key.lot_key)
        )
        if event.until_us is None:
            about.setdefault(name, {})[key] = event
        elif name in about:
            about[name].pop(key, None)
            if not about[name]:
                del about[name]
        return self._lots_of[name] if key.lot_key is None else {key.lot_key}

    def forget(self, lot_key: int) -> None:
        """Forget a lot that has gone."""
        self._of_lot.pop(lot_key, None)
        for source_key in self._sources_of.pop(lot_key, ()):
            self._lots_of[source_key].discard(lot_key)

    def doubts(self, lot_key: int) -> tuple[Doubt, ...]:
        """Return what readers are to doubt of a lot."""
        verdicts = list(self._of_lot.get(lot_key, _NONE))
        for source_key in self._sources_of.get(lot_key, ()):
            verdicts += self._of_source.get(source_key, _NONE)
        return doubts_from(verdicts)

    def _beside(self, key: VerdictKey) -> dict[VerdictKey, VerdictEvent]:
        if key.lot_key is None:
            return self._of_source.get(key.source_key or 0, _NONE)
        return self._of_lot.get(key.lot_key, _NONE)

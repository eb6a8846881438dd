"""A process's own copy of the registry, kept in step by deltas. Pure: who feeds it is elsewhere."""

from bisect import bisect_right
from collections.abc import Collection
from operator import attrgetter, itemgetter
from typing import Final

from parking.lot import Lot, Source
from parking.ports import Area, Operator, RegistryDelta

GONE_KEPT: Final = 100
"""Lots that have gone and are remembered: who was told of the city before is told of them."""
EDITS_SPARE: Final = 200
"""Edits that were overtaken by later ones and are still remembered."""
_version: Final = attrgetter("version")
_first: Final = itemgetter(0)


class Directory:
    """Lots, sources, operators and areas by key and by id; deleted lots are not found by id.

    Keys ascend with versions: the registry gives them out in the line in which it counts.
    """

    def __init__(self) -> None:
        self.version = 0
        self._lots: dict[int, Lot] = {}
        self._lots_by_id: dict[str, Lot] = {}
        self._gone: dict[int, Lot] = {}
        self._newest_key = 0
        self._forgotten = 0
        self._edits: list[tuple[int, int]] = []
        self._sources: dict[int, Source] = {}
        self._operators: dict[int, Operator] = {}
        self._operators_by_id: dict[str, Operator] = {}
        self._areas: dict[str, Area] = {}

    def apply(self, delta: RegistryDelta) -> None:
        """Take a delta in; one that is older than what is known changes nothing."""
        if delta.version <= self.version:
            return
        self._take_lots(delta)
        for source in delta.sources:
            self._sources[source.source_key] = source
        for operator in delta.operators:
            self._operators[operator.operator_key] = operator
            self._operators_by_id[operator.operator_id] = operator
        for area in delta.areas:
            self._areas[area.area_code] = area
        self.version = delta.version

    def find_lot(self, lot_id: str) -> Lot | None:
        return self._lots_by_id.get(lot_id)

    def lot(self, lot_key: int) -> Lot | None:
        """Look up by key; the newest of those that were deleted are found too."""
        return self._lots.get(lot_key) or self._gone.get(lot_key)

    def has_had(self, lot_key: int) -> bool:
        """Tell whether a lot of this key has come by now, whether or not it has gone."""
        return lot_key <= self._newest_key

    def lots_since(self, version: int) -> list[Lot] | None:
        """List lots that were registered, edited or deleted after a version, as they are now.

        None where some of them have gone and are forgotten.
        """
        if version < self._forgotten:
            return None
        first = bisect_right(self._edits, version, key=_first)
        lots = ((at, self.lot(lot_key)) for at, lot_key in self._edits[first:])
        return [lot for at, lot in lots if lot is not None and lot.version == at]

    def source(self, source_key: int) -> Source | None:
        return self._sources.get(source_key)

    def operator(self, operator_key: int) -> Operator | None:
        return self._operators.get(operator_key)

    def find_operator(self, operator_id: str) -> Operator | None:
        return self._operators_by_id.get(operator_id)

    def find_area(self, area_code: str) -> Area | None:
        return self._areas.get(area_code)

    def lots(self) -> Collection[Lot]:
        """All lots that are not deleted."""
        return self._lots_by_id.values()

    def sources(self) -> Collection[Source]:
        return self._sources.values()

    def operators(self) -> Collection[Operator]:
        return self._operators.values()

    def areas(self) -> Collection[Area]:
        return self._areas.values()

    def _take_lots(self, delta: RegistryDelta) -> None:
        for lot in sorted(delta.lots, key=_version):
            self._put(lot)
            self._edits.append((lot.version, lot.lot_key))
            holder = self._lots_by_id.get(lot.lot_id)
            if not lot.deleted:
                self._lots_by_id[lot.lot_id] = lot
            elif holder is not None and holder.lot_key == lot.lot_key:
                del self._lots_by_id[lot.lot_id]
        while len(self._gone) > GONE_KEPT:
            self._forgotten = self._gone.pop(next(iter(self._gone))).version
        kept = len(self._lots) + len(self._gone)
        if len(self._edits) > kept + max(kept // 2, EDITS_SPARE):
            newest = sorted((*self._lots.values(), *self._gone.values()), key=_version)
            self._edits = [(lot.version, lot.lot_key) for lot in newest]

    def _put(self, lot: Lot) -> None:
        self._lots.pop(lot.lot_key, None)
        self._gone.pop(lot.lot_key, None)
        kept = self._gone if lot.deleted else self._lots
        kept[lot.lot_key] = lot
        self._newest_key = max(self._newest_key, lot.lot_key)

"""Puts lots that a vendor describes into the registry; what it does not say stays as it was."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from parking.directory import Directory
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.lot import Lot, LotFacts
from parking.ports import RegistryStore
from parking.principal import Principal
from parking.problems import Problem
from parking.storage.postgres.lots import ForeignLotError

_PLACE: Final = frozenset({"lat", "lon", "cell", "raw_lat", "raw_lon", "coordsys"})
_FOREIGN: Final = "the lot id is another operator's"


class Registering:
    """One per process. `settled` waits until what was written is known to every process.

    A description that comes every minute and says nothing new is not written at all.
    """

    def __init__(
        self,
        registry: RegistryStore,
        directory: Directory,
        rules: DraftRules,
        *,
        most_lots: int,
        settled: Callable[[], Awaitable[object]],
    ) -> None:
        self._registry = registry
        self._directory = directory
        self._rules = rules
        self._most_lots = most_lots
        self._settled = settled

    async def put(self, principal: Principal, row: Mapping[str, object]) -> Problem | None:
        """Register or amend one lot, whose id is ours; returns why it cannot be."""
        draft = read_draft(row, self._rules)
        if isinstance(draft, list):
            return draft[0]
        known = self._directory.find_lot(draft.lot_id)
        if known is None and self._is_one_too_many(principal):
            told = f"{self._most_lots:,} lots are allowed; ask the city for more"
            return Problem("limit-exceeded", told, status=422)
        if known is not None:
            if not principal.may_act_for(known.operator_key):
                return Problem("bad-field", _FOREIGN, "/lot_id")
            draft = amended(known, draft, row)
            if _is_same(known, draft):
                return None
        try:
            await self._registry.put_lots(principal, [draft])
        except ForeignLotError:
            return Problem("bad-field", _FOREIGN, "/lot_id")
        return None

    async def settle(self) -> None:
        """Wait for what was put; once a request, however many lots it describes."""
        await self._settled()

    def _is_one_too_many(self, principal: Principal) -> bool:
        if principal.role == "admin" or not self._most_lots:
            return False
        own = sum(lot.operator_key == principal.operator_key for lot in self._directory.lots())
        return own >= self._most_lots


def amended(known: Lot, draft: LotDraft, row: Mapping[str, object]) -> LotDraft:
    """Return the draft with what the row does not say taken from the lot as it is.

    A vendor's program knows a few fields; the operator's own (tariff, English name) outlive it.
    """
    said = set(row)
    kept: dict[str, Any] = {}
    for field in fields(LotFacts):
        is_said = field.name in said or (field.name in _PLACE and {"lat", "lon"} <= said)
        if not is_said:
            kept[field.name] = getattr(known, field.name)
    return replace(draft, partition=known.partition, operator_id=known.operator_id, **kept)


def _is_same(known: Lot, draft: LotDraft) -> bool:
    names = ["name", *(field.name for field in fields(LotFacts))]
    return all(getattr(known, name) == getattr(draft, name) for name in names)

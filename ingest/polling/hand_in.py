"""Hands in what a feed claims: lots to the registry, reports through the door all others use."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import msgspec

from ingest.formats.findings import Finding
from ingest.polling.claims import Claims
from ingest.polling.hand_edits import FEED, Version, edited_by_hand, kept
from ingest.reports.door import ReportDoor
from parking.directory import Directory
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.polled_feed import PolledFeed
from parking.ports import RegistryStore
from parking.principal import Principal
from parking.storage.postgres.lots import ForeignLotError

Authors: TypeAlias = Callable[
    [Principal, Sequence[str]],
    Awaitable[Mapping[str, Sequence[tuple[str | None, dict[str, Any]]]]],
]
"""Of lots by id: their descriptions, the oldest first, each with the id of the key that gave it."""
BATCH_LOTS: Final = 200
BATCH_REPORTS: Final = 500
_TAKEN: Final = frozenset({200, 422})
"""422: each report was refused for a reason of its own, and would be again."""


@dataclass(slots=True)
class HandedIn:
    """What became of it. `is_taken` False: not all is known to be stored; it must come again."""

    is_taken: bool = True
    lots: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


class HandIn:
    """One per process. `most_lots` is how many an operator may register, 0 any number.

    `authors` tells who has described lots so far; None: a feed's word replaces everybody's.
    """

    def __init__(
        self,
        door: ReportDoor,
        registry: RegistryStore,
        directory: Directory,
        refresh: Callable[[], Awaitable[None]],
        rules: DraftRules,
        *,
        most_lots: int = 0,
        authors: Authors | None = None,
    ) -> None:
        self._door = door
        self._registry = registry
        self._directory = directory
        self._refresh = refresh
        self._rules = rules
        self._most_lots = most_lots
        self._authors = authors

    async def hand_in(self, feed: PolledFeed, claims: Claims) -> HandedIn:
        """Register, then report; what a lot's description lacks keeps no other lot out."""
        handed = HandedIn()
        principal = principal_of(feed)
        drafts = self._drafts_of(feed, claims, handed)
        for start in range(0, len(drafts), BATCH_LOTS):
            await self._register(principal, drafts[start : start + BATCH_LOTS], claims, handed)
        if handed.lots:
            await self._refresh()
        for start in range(0, len(claims.reports), BATCH_REPORTS):
            await self._report(principal, claims.reports[start : start + BATCH_REPORTS], handed)
            if not handed.is_taken:
                break
        return handed

    def _drafts_of(self, feed: PolledFeed, claims: Claims, handed: HandedIn) -> list[LotDraft]:
        room = self._room_of(feed)
        drafts: list[LotDraft] = []
        for row in claims.lots:
            draft = read_draft(row.fields, self._rules, pointer=row.pointer)
            lot_id = str(row.fields["lot_id"])
            is_new = self._directory.find_lot(lot_id) is None
            if isinstance(draft, list):
                problem = draft[0]
                self._refuse(lot_id, problem.detail, problem.pointer or "", claims, handed)
            elif is_new and room <= 0:
                told = f"more than the {self._most_lots:,} lots that are allowed"
                self._refuse(lot_id, told, row.pointer, claims, handed)
            else:
                room -= is_new
                drafts.append(draft)
        return drafts

    def _room_of(self, feed: PolledFeed) -> int:
        if not self._most_lots:
            return 2**31
        lots = self._directory.lots()
        return self._most_lots - sum(lot.operator_key == feed.operator_key for lot in lots)

    async def _register(
        self, principal: Principal, drafts: Sequence[LotDraft], claims: Claims, handed: HandedIn
    ) -> None:
        """Put a batch; a lot whose id is another operator's is left out and the others land."""
        left = await self._without_hand_edits(principal, drafts)
        while left:
            try:
                outcomes = await self._registry.put_lots(principal, left)
            except ForeignLotError as error:
                self._refuse(error.lot_id, "another operator's id", "", claims, handed)
                left = [draft for draft in left if draft.lot_id != error.lot_id]
            else:
                handed.lots += sum(outcome.changed for outcome in outcomes)
                return

    async def _without_hand_edits(
        self, principal: Principal, drafts: Sequence[LotDraft]
    ) -> list[LotDraft]:
        """Leave what somebody has said by hand of lots that are there as it is."""
        known = [one.lot_id for one in drafts if self._directory.find_lot(one.lot_id)]
        if self._authors is None or not known:
            return list(drafts)
        versions = await self._authors(principal, known)
        await self._refresh()  # to the newest of what is kept
        return [self._kept(draft, versions.get(draft.lot_id, ())) for draft in drafts]

    def _kept(self, draft: LotDraft, versions: Sequence[tuple[str | None, Any]]) -> LotDraft:
        lot = self._directory.find_lot(draft.lot_id)
        by_hand = edited_by_hand([Version(*one) for one in versions])
        return kept(draft, lot, by_hand) if lot is not None and by_hand else draft

    async def _report(
        self, principal: Principal, reports: Sequence[dict[str, object]], handed: HandedIn
    ) -> None:
        body = msgspec.json.encode({"reports": reports}, enc_hook=str)
        answer = await self._door.handle(principal, body, None)
        if answer.status not in _TAKEN:
            handed.is_taken = False
            return
        results: list[dict[str, Any]] = json.loads(answer.body)["results"]
        handed.statuses.update(str(result["status"]) for result in results)

    def _refuse(
        self, lot_id: str, told: str, pointer: str, claims: Claims, handed: HandedIn
    ) -> None:
        """Tell, and forget that it was described: it is tried, and told, again."""
        claims.memory.described.pop(lot_id, None)
        handed.findings.append(Finding("bad-record", pointer, lot_id, {"value": told}))


def principal_of(feed: PolledFeed) -> Principal:
    """Return the caller that a feed stands for: its operator, through a source of its own."""
    return Principal(
        "operator",
        key_id=f"{FEED}{feed.declaration.feed_id}",
        operator_id=OperatorId(feed.operator_id),
        operator_key=OperatorKey(feed.operator_key),
        source_key=SourceKey(feed.source_key),
    )

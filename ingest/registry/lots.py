"""Puts the lots of a file into the registry: row by row checked, in batches written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.registry.rows import RejectedRow, Row
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.ports import RegistryStore
from parking.principal import Principal
from parking.problems import Problem

BATCH_ROWS: Final = 500


@dataclass(slots=True)
class Imported:
    """What became of a file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)

    @property
    def landed(self) -> int:
        return self.created + self.updated + self.unchanged

    def to_dict(self) -> dict[str, object]:
        """The counts, and every problem."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
            "problems": [row.to_dict() for row in self.rejected],
        }


async def import_lots(
    registry: RegistryStore,
    principal: Principal,
    rows: Iterable[Row],
    rules: DraftRules,
    *,
    operator_id: str | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Imported:
    """Put every good row; `operator_id` is whose the lots are that do not say so themselves."""
    imported = Imported()
    known = {str(lot.lot_id) for lot in (await registry.load()).lots}
    first_at: dict[str, str] = {}
    batch: list[LotDraft] = []
    for row in rows:
        draft = _draft_of(row, rules, operator_id, known, first_at)
        if isinstance(draft, RejectedRow):
            imported.rejected.append(draft)
        else:
            batch.append(draft)
        if len(batch) == BATCH_ROWS:
            await _put(registry, principal, batch, imported)
            batch.clear()
        progress(1)
    await _put(registry, principal, batch, imported)
    return imported


def _draft_of(
    row: Row,
    rules: DraftRules,
    operator_id: str | None,
    known: set[str],
    first_at: dict[str, str],
) -> LotDraft | RejectedRow:
    draft = read_draft(row.fields, rules, pointer=row.pointer)
    if isinstance(draft, list):
        lot_id = row.fields.get("lot_id")
        return RejectedRow(draft[0], str(lot_id) if lot_id is not None else None)
    if draft.lot_id in first_at:
        told = f"the lot stands at {first_at[draft.lot_id]} already; ids are unique in a file"
        return RejectedRow(Problem("bad-field", told, f"{row.pointer}/lot_id"), draft.lot_id)
    draft = replace(draft, operator_id=draft.operator_id or operator_id)
    if draft.operator_id is None and draft.lot_id not in known:
        told = "whose lot is this? Give --operator ID, or a column `operator`"
        return RejectedRow(Problem("missing-field", told, f"{row.pointer}/operator"), draft.lot_id)
    first_at[draft.lot_id] = row.pointer
    return draft


async def _put(
    registry: RegistryStore, principal: Principal, drafts: list[LotDraft], imported: Imported
) -> None:
    for outcome in await registry.put_lots(principal, drafts):
        if outcome.created:
            imported.created += 1
        elif outcome.changed:
            imported.updated += 1
        else:
            imported.unchanged += 1

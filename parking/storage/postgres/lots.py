"""Writes lots: who may write which, what changed. Drafts were checked before they come here."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from parking.draft import LotDraft
from parking.lot import Lot
from parking.ports import LotOutcome
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.lot_versions import note_versions
from parking.storage.postgres.operators import ensure_operator
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


class ForeignLotError(Exception):
    """The caller may not write this lot id: another operator's, or not in its own name space."""

    def __init__(self, lot_id: str) -> None:
        super().__init__(f"{lot_id} is not this operator's")
        self.lot_id = lot_id


async def put_lots(
    connection: Connection,
    principal: Principal,
    drafts: Sequence[LotDraft],
    found_areas: Sequence[str | None],
) -> list[LotOutcome]:
    """Upsert in the open, scoped transaction; `found_areas` are for drafts that declare none.

    An unchanged lot keeps its version. Its partition is set once and never moves. The id of a lot
    that was removed is free again, for another lot.
    """
    await connection.execute("select pg_advisory_xact_lock(hashtext('registry_version'))")
    known = {
        row["lot_id"]: row
        for row in await connection.fetch(query("lots_known"), [draft.lot_id for draft in drafts])
    }
    if principal.role != "admin":
        await _refuse_misnamed(
            connection, principal, [d.lot_id for d in drafts if d.lot_id not in known]
        )
    operator_keys: dict[str, int] = {}
    rows = []
    for draft, found_area in zip(drafts, found_areas, strict=True):
        row = known.get(draft.lot_id)
        owner = row["operator_key"] if row else None
        operator_key = await _operator_of(connection, principal, draft, owner, operator_keys)
        rows.append(_row(draft, operator_key, found_area))
    changed = {row["lot_id"] for row in await connection.fetch(query("lots_put"), rows)}
    current = await read_lots(connection, [draft.lot_id for draft in drafts])
    stored: dict[str, Lot] = {lot.lot_id: lot for lot in current}
    if changed:
        keys = [stored[lot_id].lot_key for lot_id in changed]
        await note_versions(connection, principal, keys, "put")
        one = drafts[0] if len(drafts) == 1 else None
        await audit.record(
            connection,
            principal,
            "lot.put",
            one.lot_id if one else f"{len(changed)} lots",
            operator_key=stored[drafts[0].lot_id].operator_key if one else None,
            detail={"lots": sorted(changed)},
        )
    return [
        LotOutcome(
            lot=stored[draft.lot_id],
            created=draft.lot_id not in known,
            changed=draft.lot_id in changed,
        )
        for draft in drafts
    ]


async def remove_lot(connection: Connection, principal: Principal, lot_id: str) -> bool:
    """Mark a lot deleted; False where the caller has no such lot. Its log stays."""
    known = await connection.fetchrow(query("lots_known"), [lot_id])
    if known is None or not principal.may_act_for(known["operator_key"]):
        return False
    row = await connection.fetchrow(query("lot_remove"), lot_id)
    if row is None:
        return False
    await note_versions(connection, principal, [row["lot_key"]], "delete")
    await audit.record(
        connection, principal, "lot.delete", lot_id, operator_key=row["operator_key"]
    )
    return True


async def read_lots(
    connection: Connection, lot_ids: list[str] | None, *, since: int = 0
) -> list[Lot]:
    """Read the named lots that there are, or all above a version, the removed ones included."""
    rows = await connection.fetch(query("lots_since"), since, lot_ids)
    return [Lot(**dict(row)) for row in rows]


async def _refuse_misnamed(
    connection: Connection, principal: Principal, lot_ids: list[str]
) -> None:
    """Keep an operator's new ids in its own name space, and out of a longer name's."""
    misnamed = await connection.fetchval(
        query("lots_misnamed"), lot_ids, principal.operator_id or ""
    )
    if misnamed is not None:
        raise ForeignLotError(misnamed)


async def _operator_of(
    connection: Connection,
    principal: Principal,
    draft: LotDraft,
    owner: int | None,
    operator_keys: dict[str, int],
) -> int:
    if principal.role != "admin":
        own = principal.operator_key
        if own is None or owner not in {own, None}:
            raise ForeignLotError(draft.lot_id)
        return own
    if draft.operator_id is None:
        if owner is None:
            raise ForeignLotError(draft.lot_id)
        return owner
    if draft.operator_id not in operator_keys:
        operator, _ = await ensure_operator(connection, draft.operator_id)
        operator_keys[draft.operator_id] = operator.operator_key
    return operator_keys[draft.operator_id]


def _row(draft: LotDraft, operator_key: int, found_area: str | None) -> dict[str, Any]:
    declared = draft.area_code is not None
    return asdict(draft) | {
        "operator_key": operator_key,
        "area_code": draft.area_code if declared else found_area,
        "area_declared": declared,
    }

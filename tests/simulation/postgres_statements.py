"""What each statement of the write path does to the model; one that is not here fails the test."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from parking.storage.postgres.queries import query
from parking.vocabulary import KIND_CODE
from tests.simulation.postgres_model import PostgresModel, StoredRow, Transaction

HISTORY_ONLY = 1 << 16
SNAPSHOT = KIND_CODE["snapshot"]

Found = Sequence[tuple[Any, ...]]
Statement = Callable[..., Awaitable[Found]]


async def _hold_lanes(server: PostgresModel, transaction: Transaction, alone: bool) -> Found:
    await server.lanes.hold(transaction, alone=alone)
    return []


async def _wrong_claims(server: PostgresModel, _t: Transaction, lots, operators) -> Found:
    return server.registry.wrong_claims(zip(lots, operators, strict=True))


async def _append_absolute(
    server: PostgresModel, transaction: Transaction, lots, operators, rows
) -> Found:
    await server.lanes.hold(transaction, alone=False)
    wrong = server.registry.wrong_claims(zip(lots, operators, strict=True))
    if wrong:
        return [(1, *zip(*wrong, strict=True), None)]
    counted = sorted({lot for lot in lots if lot in server.counts})
    if counted:
        return [(2, counted, None, None)]
    inserted = await server.insert(transaction, rows)
    return [(0, None, None, None if len(inserted) == len(rows) else inserted)]


async def _append_known(
    server: PostgresModel, transaction: Transaction, registry_version, opened, rows
) -> Found:
    await server.lanes.hold(transaction, alone=False)
    if server.registry.has_changed_lots(registry_version) or len(server.opened) > opened:
        return [(1, None)]
    inserted = await server.insert(transaction, rows)
    return [(0, None if len(inserted) == len(rows) else inserted)]


async def _lots_opened(server: PostgresModel, _t: Transaction, opened) -> Found:
    return [(lot_key, number) for lot_key, number in server.opened.items() if number > opened]


async def _append_counted(server: PostgresModel, transaction: Transaction, rows) -> Found:
    return [(ident,) for ident in await server.insert(transaction, rows)]


async def _standing(server: PostgresModel, transaction: Transaction, idents, first, last) -> Found:
    asked = set(idents)
    return [
        (stored.row[0], stored.row[10], stored.row[8])
        for stored in server.seen_by(transaction)
        if stored.row[0] in asked and first <= stored.row[5] <= last
    ]


async def _horizon(server: PostgresModel, _t: Transaction) -> Found:
    return [(server.horizon(), server.next_xid)]


async def _tail(
    server: PostgresModel, transaction: Transaction, xid, row_id, horizon, limit
) -> Found:
    found = [
        stored
        for stored in server.seen_by(transaction)
        if (xid, row_id) < (stored.xid, stored.id) and stored.xid < horizon
    ]
    found.sort(key=lambda stored: (stored.xid, stored.id))
    return [_tail_row(stored) for stored in found[:limit]]


async def _log_of_lot(
    server: PostgresModel, transaction: Transaction, lot_key, since, limit
) -> Found:
    found = [
        stored
        for stored in server.seen_by(transaction)
        if stored.row[2] == lot_key and stored.row[5] >= since and not stored.row[8] & HISTORY_ONLY
    ]
    found.sort(key=lambda stored: (stored.row[5], stored.row[0]))
    return [_tail_row(stored) for stored in found[-limit:]]


async def _rows_of_lot(
    server: PostgresModel, transaction: Transaction, lot_key, since, kinds, serials, limit
) -> Found:
    found = await _log_of_lot(server, transaction, lot_key, since, 1 << 40)
    return [row for row in found if row[4] in kinds or row[5] in serials][-limit:]


async def _classes_of_lot(server: PostgresModel, transaction: Transaction, lot_key) -> Found:
    known = {name[2:] for lot, name in server.registers if lot == lot_key and name[:2] == "s:"}
    for stored in server.seen_by(transaction):
        row = stored.row
        is_after = (stored.xid, stored.id) > server.cursor
        if is_after and row[2] == lot_key and row[3] == SNAPSHOT and not row[8] & HISTORY_ONLY:
            spaces = json.loads(row[9])["spaces"]
            known |= {space.get("space_class", "general") for space in spaces}
    return [(name,) for name in sorted(known)]


def _tail_row(stored: StoredRow) -> tuple[Any, ...]:
    ident, source, lot, kind, serial, observed, epoch, _seq, flags, payload, _print = stored.row
    return (
        stored.xid,
        stored.id,
        source,
        lot,
        kind,
        serial,
        observed,
        epoch,
        flags,
        payload,
        ident,
    )


async def _open_counts(server: PostgresModel, transaction: Transaction, lot_keys) -> Found:
    for lot_key in lot_keys:
        await server.lock(transaction, lot_key)
        if lot_key not in server.counts:
            transaction.counts.setdefault(lot_key, (0, "{}"))
            server.number_of(transaction)
    return []


async def _lock_counts(server: PostgresModel, transaction: Transaction, lot_keys) -> Found:
    for lot_key in lot_keys:
        if lot_key in server.counts or lot_key in transaction.counts:
            await server.lock(transaction, lot_key)
            server.number_of(transaction)
    return await _read_counts(server, transaction, lot_keys)


async def _read_counts(server: PostgresModel, transaction: Transaction, lot_keys) -> Found:
    seen = server.counts | transaction.counts
    asked = seen if lot_keys is None else [key for key in lot_keys if key in seen]
    return [(lot_key, *seen[lot_key]) for lot_key in asked]


async def _save_counts(
    server: PostgresModel, transaction: Transaction, lots, versions, states
) -> Found:
    for lot_key, *row in zip(lots, versions, states, strict=True):
        transaction.counts[lot_key] = (row[0], row[1])
    return []


async def _read_cursor(server: PostgresModel, transaction: Transaction) -> Found:
    return [_frozen(server, transaction)[0]]


async def _read_projection(server: PostgresModel, transaction: Transaction) -> Found:
    registers = _frozen(server, transaction)[1]
    return [(lot, name, stored) for (lot, name), stored in registers.items()]


def _frozen(server: PostgresModel, transaction: Transaction):
    if transaction.frozen is None:
        transaction.frozen = (server.cursor, dict(server.registers))
    return transaction.frozen


async def _save_projection(
    server: PostgresModel, transaction: Transaction, lots, names, values
) -> Found:
    await server.lock(transaction, "projection")
    server.number_of(transaction)
    for lot_key, name, stored in zip(lots, names, values, strict=True):
        before = server.registers.get((lot_key, name))
        if before is None or before < stored:
            transaction.registers[lot_key, name] = stored
    return []


async def _save_cursor(server: PostgresModel, transaction: Transaction, xid, row_id) -> Found:
    await server.lock(transaction, "cursor")
    server.number_of(transaction)
    if server.cursor < (xid, row_id):
        transaction.cursor = (xid, row_id)
    return []


async def _no_work(_server: PostgresModel, _transaction: Transaction, *_arguments) -> Found:
    return []


STATEMENTS: dict[str, Statement] = {
    "select hold_lanes($1)": _hold_lanes,
    "select lot_key, operator_key from wrong_claims($1, $2)": _wrong_claims,
    "select ensure_report_day($1)": _no_work,
    "select xid, id from projection_cursor": _read_cursor,
    "update projection_cursor set xid = $1, id = $2 where (xid, id) < ($1, $2)": _save_cursor,
    query("append_absolute"): _append_absolute,
    query("append_known"): _append_known,
    query("append_counted"): _append_counted,
    query("standing"): _standing,
    query("log_horizon"): _horizon,
    query("tail_reports"): _tail,
    query("log_of_lot"): _log_of_lot,
    query("rows_of_lot_named"): _rows_of_lot,
    query("classes_of_lot"): _classes_of_lot,
    query("open_lot_counts"): _open_counts,
    query("lots_opened"): _lots_opened,
    query("lock_lot_counts"): _lock_counts,
    query("read_lot_counts"): _read_counts,
    query("save_lot_counts"): _save_counts,
    query("read_projection"): _read_projection,
    query("save_projection"): _save_projection,
    query("sharing/supplies_read"): _no_work,  # nobody lends here
    query("checking/doubts_read"): _no_work,  # and nobody is doubted
    query("planning/archived_among"): _no_work,  # nothing is old enough
}

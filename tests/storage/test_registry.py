"""The registry: who may write which lot, what counts as a change, what followers get to see."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from parking.draft import LotDraft
from parking.principal import Principal
from parking.storage.postgres.lots import ForeignLotError
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.registry import PostgresRegistry

DRAFT = LotDraft(
    lot_id="op-a-1", name="泉城路停车场🅿️𠮷", partition=3, lat=36.66, lon=117.02, cell=1,
    capacity={"general": 100, "charging": 8}, tariff={"free_min": 15}, max_height_m=2.1,
    entrances=[{"lat": 36.66, "lon": 117.02}], outline=None,
)  # fmt: skip


@pytest.fixture
def registry(app_pool: asyncpg.Pool) -> PostgresRegistry:
    return PostgresRegistry(app_pool)


async def test_what_is_put_is_what_is_loaded(registry: PostgresRegistry, op_a: Principal):
    [outcome] = await registry.put_lots(op_a, [DRAFT])
    delta = await registry.load()
    assert delta.lots == [outcome.lot]
    lot = outcome.lot
    assert (lot.name, lot.capacity, lot.max_height_m) == (DRAFT.name, DRAFT.capacity, 2.1)
    assert (lot.outline, lot.entrances, lot.tariff) == (None, DRAFT.entrances, DRAFT.tariff)
    assert lot.operator_id == "op-a"


async def test_an_unchanged_lot_keeps_its_version(registry: PostgresRegistry, op_a: Principal):
    [first] = await registry.put_lots(op_a, [DRAFT])
    [again] = await registry.put_lots(op_a, [DRAFT])
    assert (again.created, again.changed, again.lot) == (False, False, first.lot)
    [renamed] = await registry.put_lots(op_a, [replace(DRAFT, name="新名")])
    assert renamed.changed
    assert renamed.lot.version > first.lot.version


async def test_a_lot_never_changes_its_partition(registry: PostgresRegistry, op_a: Principal):
    await registry.put_lots(op_a, [DRAFT])
    [moved] = await registry.put_lots(op_a, [replace(DRAFT, partition=9, cell=2)])
    assert (moved.lot.cell, moved.lot.partition) == (2, 3)


@pytest.mark.parametrize("lot_id", ["op-b-1", "op-a1", "free-name"])
async def test_an_operator_writes_only_ids_that_begin_with_its_own(
    registry: PostgresRegistry, op_a: Principal, lot_id: str
):
    with pytest.raises(ForeignLotError):
        await registry.put_lots(op_a, [DRAFT, replace(DRAFT, lot_id=lot_id)])
    assert (await registry.load()).lots == []


async def test_a_foreign_lot_is_refused_even_with_a_fitting_name(
    registry: PostgresRegistry, op_a: Principal
):
    await registry.put_lots(PLATFORM, [replace(DRAFT, operator_id="op-b")])
    with pytest.raises(ForeignLotError):
        await registry.put_lots(op_a, [DRAFT])
    assert not await registry.remove_lot(op_a, DRAFT.lot_id)


async def test_the_id_of_a_removed_lot_is_free_for_another_lot(
    registry: PostgresRegistry, op_a: Principal
):
    [put] = await registry.put_lots(op_a, [DRAFT])
    assert await registry.remove_lot(op_a, DRAFT.lot_id)
    assert not await registry.remove_lot(op_a, DRAFT.lot_id)
    [gone] = (await registry.load(put.lot.version)).lots
    assert gone.deleted
    [back] = await registry.put_lots(op_a, [DRAFT])
    assert (back.created, back.lot.deleted) == (True, False)
    assert back.lot.lot_key != put.lot.lot_key
    assert {lot.lot_key for lot in (await registry.load()).lots} == {gone.lot_key, back.lot.lot_key}


async def test_a_new_id_that_begins_with_a_longer_operators_name_is_that_operators(
    registry: PostgresRegistry, op_a: Principal
):
    await registry.put_operator(PLATFORM, "op-a-b", name=None, name_en=None)
    with pytest.raises(ForeignLotError):
        await registry.put_lots(op_a, [replace(DRAFT, lot_id="op-a-b-1")])
    [put] = await registry.put_lots(op_a, [replace(DRAFT, lot_id="op-a-bb")])
    assert put.created


async def test_a_follower_that_reads_between_two_writers_misses_nothing(
    registry: PostgresRegistry, app_pool: asyncpg.Pool, op_a: Principal
):
    seen: dict[str, int] = {}
    newest_key = 0
    version = (await registry.load()).version

    async def write(n: int) -> None:
        await registry.put_lots(op_a, [replace(DRAFT, lot_id=f"op-a-{n}", name=f"{n}")])

    async with asyncio.TaskGroup() as group:
        writers = [group.create_task(write(n)) for n in range(30)]
        while len(seen) < 30:
            delta = await registry.load(version)
            assert all(lot.version > version for lot in delta.lots)
            assert all(lot.lot_key > newest_key for lot in delta.lots), "no older key comes later"
            newest_key = max((lot.lot_key for lot in delta.lots), default=newest_key)
            seen |= {lot.lot_id: lot.version for lot in delta.lots}
            version = delta.version
            if all(writer.done() for writer in writers) and delta.version == version:
                break
    seen |= {lot.lot_id: lot.version for lot in (await registry.load(version)).lots}
    assert len(seen) == 30


async def test_each_change_leaves_a_trail_and_no_change_leaves_none(
    registry: PostgresRegistry, app_pool: asyncpg.Pool, op_a: Principal
):
    await registry.put_lots(op_a, [DRAFT])
    await registry.put_lots(op_a, [DRAFT])
    await registry.remove_lot(op_a, DRAFT.lot_id)
    async with scoped(app_pool, op_a) as connection:
        rows = await connection.fetch("select action, subject, key_id from audit_log order by id")
    lot_rows = [tuple(row) for row in rows if row["action"].startswith("lot.")]
    assert lot_rows == [
        ("lot.put", "op-a-1", op_a.key_id),
        ("lot.delete", "op-a-1", op_a.key_id),
    ]

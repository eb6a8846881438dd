"""Devices: an operator's list is its own and followed by version; said again it is no change."""

import asyncpg
import pytest

from ingest.lorawan.device_book import DeviceBook
from parking.device import Device
from parking.principal import ANONYMOUS, Principal
from parking.storage.postgres.devices import PostgresDevices
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.registry import PostgresRegistry

FIRST = Device("1D2F3A", "op-a-1", "A-01", "sigmais_sigpark")
SECOND = Device("0102030405060708", "op-a-1", "A-02", "bosch_tps110")


async def test_a_list_is_kept_changed_and_followed(app_pool: asyncpg.Pool, op_a: Principal):
    devices, key = PostgresDevices(app_pool), op_a.operator_key
    book = DeviceBook(devices)
    assert await devices.put(op_a, key, [FIRST, SECOND]) == {"1D2F3A", "0102030405060708"}
    assert await book.find(key, "1D2F3A") == FIRST

    moved = FIRST._replace(space_code="A-09")
    assert await devices.put(op_a, key, [moved, SECOND]) == {"1D2F3A"}
    await book.catch_up()
    assert await book.find(key, "1D2F3A") == moved
    assert await devices.list(op_a, key) == [SECOND, moved]

    assert await devices.remove(op_a, key, ["1D2F3A", "FFFF"]) == {"1D2F3A"}
    await book.catch_up()
    assert await book.find(key, "1D2F3A") is None
    assert await devices.put(op_a, key, [FIRST]) == {"1D2F3A"}
    await book.catch_up()
    assert await book.find(key, "1D2F3A") == FIRST


async def test_a_process_that_follows_is_waited_for(app_pool: asyncpg.Pool, op_a: Principal):
    registry = PostgresRegistry(app_pool)
    before = await registry.head()
    await PostgresDevices(app_pool).put(PLATFORM, op_a.operator_key, [FIRST])
    assert await registry.head() > before
    assert (await registry.load(before)).version == await registry.head()


async def test_one_device_id_may_be_in_the_lists_of_two_operators_and_neither_sees_it(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal
):
    devices = PostgresDevices(app_pool)
    await devices.put(op_a, op_a.operator_key, [FIRST])
    await devices.put(op_b, op_b.operator_key, [FIRST._replace(lot_id="op-b-1")])
    assert await devices.list(op_b, op_a.operator_key) == []
    book = DeviceBook(devices)
    assert await book.find(op_a.operator_key, "1D2F3A") == FIRST
    assert (await book.find(op_b.operator_key, "1D2F3A")).lot_id == "op-b-1"


async def test_an_operator_changes_no_list_but_its_own(
    app_pool: asyncpg.Pool, op_a: Principal, op_b: Principal
):
    devices = PostgresDevices(app_pool)
    await devices.put(op_a, op_a.operator_key, [FIRST])
    assert await devices.remove(op_b, op_a.operator_key, ["1D2F3A"]) == set()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await devices.put(op_b, op_a.operator_key, [SECOND])
    for caller in (op_b, ANONYMOUS):
        async with scoped(app_pool, caller) as connection:
            assert await connection.fetchval("select count(*) from device") == 0

"""The worker keeps history: figures are fresh, states are few, a restored city goes on."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from ingest.work import run_worker
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, city, snapshot
from tests.planning.history_city import PATIENCE_S, HistoryCity, history_city
from tests.services.databases import clone, drop, run
from tests.storage.backups import onelot, told

HOUR_S = 3_600
FRESH_S = 10
LATE_AND_LONG = """
select
    exists (select from occupancy_hour where lot_key = 2 and known_us > 0),
    exists (select from rollup_reopen where lot_key = 1)
"""


async def test_a_figure_includes_a_report_ten_seconds_after_its_acknowledgement(
    stores: StoreUrls,
):
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(stores, stop, partitions=4))
    connection = await asyncpg.connect(stores.database_url)
    try:
        async with city(stores, with_epoch=False) as built:
            # Lots that have just been registered are followed first.
            await asyncio.sleep(5)
            now = datetime.now(UTC)
            built.clock.follow(
                built.clock.reading.__class__("manual", round(now.timestamp() * 1e6), 0, 1.0)
            )
            seconds = (now - NOON).total_seconds()
            assert await built.statuses(snapshot(40, seconds)) == ["accepted"]
            async with asyncio.timeout(3 * FRESH_S):
                while not await connection.fetchval(  # noqa: ASYNC110 - it is in the store
                    "select sum(taken_us) > 0 from occupancy_hour where lot_key = 1"
                ):
                    await asyncio.sleep(0.2)
    finally:
        stop.set()
        await worker
        await connection.close()


async def test_a_lot_of_which_much_is_folded_anew_lets_a_late_report_of_another_on(
    stores: StoreUrls, monkeypatch: pytest.MonkeyPatch
):
    """Each turn has time for one piece, a day, of one lot."""
    async with history_city(stores) as past:
        await past.history(snapshot(10, -30 * 24 * HOUR_S))
        await past.move_to(2 * HOUR_S)
        await past.written_up()
        monkeypatch.setattr("ingest.rollup.works.A_WHILE_S", 0.0)
        monkeypatch.setattr("ingest.rollup.refolder.PATIENCE_S", 0.0)
        await past.owner.execute(
            "insert into rollup_reopen (lot_key, since) values (1, $1)", NOON - timedelta(days=30)
        )
        await past.send(snapshot(90, 600, "N-2"))
        async with past.working(), asyncio.timeout(PATIENCE_S):
            is_in = False
            while not is_in:
                is_in, waits = await past.owner.fetchrow(LATE_AND_LONG)
            assert waits
            await past.caught_up()


async def test_states_are_kept_of_full_hours_for_a_day_and_of_days_for_ever(stores: StoreUrls):
    async with history_city(stores) as past, past.working():
        for step in range(0, 30 * HOUR_S, 3_000):
            await past.move_to(step)
            await past.send(snapshot(step // 3_000, step, serial=f"s{step}"))
            await past.caught_up()
        found = await past.owner.fetch("select at from rollup_state where lot_key = 1 order by at")
    moments = [row["at"] for row in found]
    newest = moments[-1]
    full = [at for at in moments[:-1] if (at.minute, at.second) == (0, 0)]
    assert full == moments[:-1]
    assert all(at.hour == 0 for at in full if at < newest - timedelta(hours=25))
    assert len(moments) <= 28


async def test_a_restored_city_has_its_history_and_goes_on_with_it(stores: StoreUrls, tmp_path):
    async with history_city(stores) as past:
        await past.move_to(2 * HOUR_S)
        await past.send(snapshot(10, 0), snapshot(60, HOUR_S, "N-2"))
        await past.written_up()
        await past.send(snapshot(90, 600, serial="not taken in yet"))
        before = await past.contents()
    made = tmp_path / "backup"
    assert (
        await asyncio.to_thread(onelot, "backup", made, stores.database_url, stores)
    ).exit_code == 0
    await restore_and_compare(stores, made, before)


async def restore_and_compare(stores: StoreUrls, made, before: dict) -> None:
    fresh = await asyncio.to_thread(run, clone(stores.database_url, "template0"))
    try:
        result = await asyncio.to_thread(onelot, "restore", made, fresh, stores)
        told(result)
        async with history_city(StoreUrls(fresh, stores.redis_url)) as restored:
            assert await restored.contents() == before
            await restored.move_to(2 * HOUR_S)
            await restored.written_up()
            await now_has_it(restored)
            in_one_go = await restored.contents()
            await restored.rebuilt()
            assert await restored.contents() == in_one_go
    finally:
        await asyncio.to_thread(run, drop(stores.database_url, fresh))


async def now_has_it(restored: HistoryCity) -> None:
    (row,) = await restored.hours("N-1", where=f"hour = '{NOON.isoformat()}'")
    assert row["taken_steps"] == [90 * 300_000_000] * 2 + [10 * 300_000_000] * 10

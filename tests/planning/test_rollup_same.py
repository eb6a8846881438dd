"""However reports come, and whatever happens to whoever folds them, history is the same."""

from random import Random

import pytest

from parking.storage.settings import StoreUrls
from tests.ingest.city import at, report, snapshot
from tests.planning.history_city import HistoryCity, history_city
from tests.planning.random_reports import HOUR_S, random_reports

SEEDS = (1, 2, 3)
FROM_S = -30 * HOUR_S
TO_S = 4 * HOUR_S
LAST_HOUR = at(71 * HOUR_S)


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        yield made


async def send(past: HistoryCity, reports: list[dict]) -> None:
    for first in range(0, len(reports), 20):
        await past.send(*reports[first : first + 20])


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_rebuild_from_the_log_is_the_same_to_the_bit(past: HistoryCity, seed: int):
    reports = random_reports(Random(seed), 150, FROM_S, TO_S)
    async with past.working():
        for part in range(5):
            await past.move_to(part * HOUR_S)
            await send(past, reports[part * 40 : (part + 1) * 40])
            await past.caught_up()
    before = await past.contents()
    assert all(before.values()), {table for table, rows in before.items() if not rows}
    await past.owner.execute("delete from occupancy_hour where random() < 0.3")
    await past.owner.execute(
        "update occupancy_hour set taken_us = 0, taken_steps = array_fill(0::bigint, array[12])"
        " where random() < 0.3"
    )
    await past.owner.execute("update region_hour set known_us = 1 where random() < 0.3")
    await past.owner.execute("delete from occupancy_day where random() < 0.5")
    await past.owner.execute("delete from parking_session where random() < 0.3")
    await past.owner.execute("delete from service_hour where random() < 0.3")
    await past.rebuilt()
    after = await past.contents()
    for table, rows in before.items():
        assert after[table] == rows, table


@pytest.mark.parametrize("seed", SEEDS)
async def test_reports_in_another_order_twice_and_late_come_to_the_same(
    past: HistoryCity, seed: int
):
    reports = random_reports(Random(seed), 120, FROM_S, TO_S)
    await past.move_to(TO_S)
    await send(past, reports)
    await past.written_up()
    in_one_go = await past.contents()
    await past.owner.execute(
        "truncate report_log, occupancy_hour, occupancy_day, region_hour, region_day, service_hour,"
        " service_day, parking_session, session_day, rollup_state, rollup_reopen, rollup_day_due,"
        " rollup_peak_due, rollup_source"
    )
    await past.owner.execute("update rollup_cursor set xid = '0', id = 0, taken_xid = '0'")
    Random(seed + 100).shuffle(reports)
    async with past.working():
        for first in range(0, len(reports), 15):
            await send(past, reports[first : first + 15])
            await past.caught_up()
    piecemeal = await past.contents()
    for table, rows in in_one_go.items():
        assert piecemeal[table] == rows, table


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_historian_that_ends_anywhere_is_taken_up_where_it_was(
    past: HistoryCity, seed: int
):
    random = Random(seed)
    reports = random_reports(random, 120, FROM_S, TO_S)
    for part in range(6):
        await past.move_to(part * HOUR_S * 0.8)
        async with past.working():
            await send(past, reports[part * 27 : (part + 1) * 27])
            if random.random() < 0.5:
                await past.caught_up()
    await past.move_to(TO_S)
    await past.written_up()
    before = await past.contents()
    await past.rebuilt()
    after = await past.contents()
    for table, rows in before.items():
        assert after[table] == rows, table


async def test_what_a_late_count_changes_is_folded_to_its_end_though_others_are_let_on(
    past: HistoryCity, monkeypatch: pytest.MonkeyPatch
):
    """After each piece of a fold anew other lots have their turn; the count holds for days."""
    monkeypatch.setattr("ingest.rollup.refolder.PATIENCE_S", 0.0)
    beats = [report("heartbeat", f"h{step}", step * HOUR_S / 2) for step in range(3 * 48)]
    await past.move_to(72 * HOUR_S)
    await past.send(*beats, snapshot(10, 2))
    await past.written_up()
    await past.send(snapshot(30, 60, serial="late"))
    await past.written_up()
    (row,) = await past.hours("N-1", "taken_us / open_us::float as share", f"hour = '{LAST_HOUR}'")
    assert row["share"] == 0.7
    before = await past.contents()
    await past.rebuilt()
    assert await past.contents() == before


async def test_a_void_that_came_before_what_it_names_is_known_to_whoever_takes_over(
    past: HistoryCity,
):
    """The hour is folded anew from its beginning; the void is older than that."""
    meant = {"record_serial": "wrong", "observed_at": at(HOUR_S + 60)}
    said = (
        report("void", "v1", 10, void_of=meant),
        snapshot(30, HOUR_S - 60),
        snapshot(90, HOUR_S + 60, serial="wrong"),
        report("heartbeat", "beat", HOUR_S + 1_800),
    )
    async with past.working():
        for third, one in enumerate(said, start=2):
            await past.move_to(third * HOUR_S / 3)
            await past.send(one)
            await past.caught_up()
    await past.move_to(2 * HOUR_S)
    await past.written_up()
    await past.send(report("heartbeat", "late", HOUR_S + 30))
    await past.written_up()
    (row,) = await past.hours(
        "N-1", "taken_us / known_us::float as share", f"hour = '{at(HOUR_S)}'"
    )
    assert row["share"] == 0.7


async def test_a_void_of_what_comes_days_later_is_remembered_by_whoever_takes_over(
    past: HistoryCity,
):
    """Longer than amendments are remembered that mean what is older than themselves."""
    later_s = 10 * 24 * HOUR_S
    void = report("void", "v1", 10, void_of={"record_serial": "w", "observed_at": at(later_s + 60)})
    await past.move_to(HOUR_S)
    await past.send(void)
    async with past.working():
        await past.caught_up()
        await past.move_to(2 * HOUR_S)
        await past.caught_up()  # it lies before all that is read from the tail again
    await past.move_to(later_s)
    async with past.working():
        await past.caught_up()
        await past.send(snapshot(30, later_s + 30), snapshot(90, later_s + 60, serial="w"))
        await past.move_to(later_s + HOUR_S)
        await past.caught_up()
    (row,) = await past.hours(
        "N-1", "taken_us / known_us::float as share", f"hour = '{at(later_s)}'"
    )
    assert row["share"] == 0.7

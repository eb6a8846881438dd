"""The historian's hours: what was reported is in them, what comes late changes its own alone."""

from datetime import UTC, datetime, timedelta

import pytest

from parking.clock import HOUR_US, MINUTE_US, to_us
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, report, snapshot
from tests.planning.history_city import HistoryCity, history_city

HOUR_S = 3_600
MINUTE_S = 60


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        yield made


async def versions(past: HistoryCity) -> dict[tuple, str]:
    """Tell of every row of hours which write it is from."""
    rows = await past.owner.fetch(
        "select 'lot', lot_key::text, space_class, hour, ctid::text || xmin::text"
        " from occupancy_hour"
        " union all select 'region', region, space_class, hour, ctid::text || xmin::text"
        " from region_hour"
    )
    return {tuple(row[:4]): row[4] for row in rows}


async def test_an_hour_holds_what_its_reports_say_of_every_five_minutes(past: HistoryCity):
    await past.move_to(HOUR_S + 1)
    await past.send(snapshot(40, 0), snapshot(10, 30 * MINUTE_S))
    await past.written_up()
    (row,) = await past.hours("N-1", where=f"hour = '{NOON.isoformat()}'")
    assert row["taken_steps"] == [60 * 300_000_000] * 6 + [90 * 300_000_000] * 6
    assert row["open_us"] == row["known_us"] == 100 * HOUR_US
    assert row["until"] == NOON + timedelta(hours=1)


@pytest.mark.parametrize("is_late", [False, True], ids=["in order", "late"])
async def test_an_hour_that_runs_is_told_to_its_last_five_minutes_and_its_last_report(
    past: HistoryCity, *, is_late: bool
):
    await past.move_to(7 * MINUTE_S)
    if not is_late:
        await past.send(snapshot(40, 60))
    async with past.working():
        await past.caught_up()
        if is_late:
            await past.send(snapshot(40, 60))
            await past.caught_up()
        (row,) = await past.hours("N-1", where=f"hour = '{NOON.isoformat()}'")
        assert row["until"] == NOON + timedelta(minutes=5)
        assert (row["open_us"], row["known_us"]) == (100 * 5 * MINUTE_US, 100 * 4 * MINUTE_US)
        await past.move_to(9 * MINUTE_S)
        await past.send(snapshot(30, 8 * MINUTE_S))
        await past.caught_up()
    (row,) = await past.hours("N-1", where=f"hour = '{NOON.isoformat()}'")
    assert row["until"] == NOON + timedelta(minutes=9)
    assert row["taken_us"] == (60 * 7 + 70) * MINUTE_US


async def test_a_lot_that_never_spoke_was_open_and_unknown(past: HistoryCity):
    await past.move_to(HOUR_S)
    await past.written_up()
    rows = await past.hours("N-4")
    assert len(rows) == 25
    assert sum(row["open_us"] for row in rows) == 25 * 100 * HOUR_US
    assert not any(row["known_us"] for row in rows)


async def test_a_late_report_opens_again_exactly_the_hours_that_it_touches(past: HistoryCity):
    await past.send(
        *(snapshot(50, hour * HOUR_S, serial=f"h{hour}") for hour in range(-20, 1)),
        *(snapshot(50, hour * HOUR_S, "N-2", serial=f"h{hour}") for hour in range(-20, 1)),
    )
    await past.move_to(2 * HOUR_S)
    async with past.working():
        await past.caught_up()
        before = await versions(past)
        late = snapshot(20, -10.5 * HOUR_S, serial="late")
        await past.send(late)
        await past.caught_up()
        after = await versions(past)
    changed = {key for key in before if after[key] != before[key]}
    assert before.keys() == after.keys()
    assert {hour for *_, hour in changed} == {NOON - timedelta(hours=11)}
    names = {name for _, name, *_ in changed}
    assert {name for name in names if not name.startswith("cell:")} == {
        "1", "area:370100", "area:370102",
    }  # fmt: skip
    assert len(names) == 3 + 4
    (row,) = await past.hours("N-1", where=f"hour = '{(NOON - timedelta(hours=11)).isoformat()}'")
    assert row["taken_steps"] == [50 * 300_000_000] * 6 + [80 * 300_000_000] * 6


async def test_history_from_long_before_the_city_fills_its_own_hours(past: HistoryCity):
    await past.move_to(HOUR_S)
    async with past.working():
        await past.caught_up()
        before = await past.contents()
        month_ago = -30 * 24 * HOUR_S
        told = await past.history(
            *(snapshot(30, month_ago + hour * HOUR_S, serial=f"m{hour}") for hour in range(5))
        )
        assert told["accepted"] == 5
        await past.caught_up()
        after = await past.contents()
    rows = await past.hours("N-1", where="known_us > 0")
    begin = NOON - timedelta(days=30)
    assert [row["hour"] for row in rows] == [begin + timedelta(hours=hour) for hour in range(5)]
    assert all(row["known_us"] == 100 * HOUR_US for row in rows)
    assert set(before["occupancy_hour"]) <= set(after["occupancy_hour"])


async def test_a_void_of_days_ago_takes_back_what_it_means(past: HistoryCity):
    await past.send(snapshot(80, -20 * HOUR_S, serial="right"))
    await past.send(snapshot(0, -20 * HOUR_S + 600, serial="wrong"))
    await past.written_up()
    assert any(row["full_us"] for row in await past.hours("N-1"))
    await past.send(report("void", "v", lot="N-1", void_of="wrong"))
    await past.written_up()
    assert not any(row["full_us"] for row in await past.hours("N-1"))


async def test_a_void_that_comes_before_what_it_means_holds(past: HistoryCity):
    await past.send(snapshot(80, -600, serial="right"))
    await past.written_up()
    await past.move_to(30 * MINUTE_S)
    early = report("void", "v", 20 * MINUTE_S, lot="N-1", void_of="wrong")
    await past.send(early)
    await past.written_up()
    await past.send(snapshot(0, 10 * MINUTE_S, serial="wrong"))
    await past.move_to(HOUR_S)
    await past.written_up()
    assert not any(row["full_us"] for row in await past.hours("N-1"))


async def test_what_the_registry_says_counts_from_when_it_said_it(past: HistoryCity):
    await past.send(snapshot(40, -2 * HOUR_S))
    await past.owner.execute("update lot set capacity = '{\"general\": 60}' where lot_id = 'N-3'")
    await past.move_to(HOUR_S)
    await past.registry_changed()
    await past.written_up()
    rows = await past.hours("N-3")
    assert [row["open_us"] // HOUR_US for row in rows[-2:]] == [100, 60]


async def test_a_lot_that_was_removed_ends_and_its_past_stays(past: HistoryCity):
    await past.owner.execute("update lot set deleted_at = city_now() where lot_id = 'N-3'")
    await past.move_to(10 * HOUR_S)
    await past.registry_changed()
    await past.written_up()
    rows = await past.hours("N-3", where="open_us > 0")
    assert len(rows) == 24
    assert rows[-1]["hour"] == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert to_us(rows[-1]["hour"]) < to_us(NOON)

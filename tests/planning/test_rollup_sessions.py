"""Sessions in the tables: pairs of passages, whenever they come and go; no plate among them."""

from datetime import timedelta

import pytest

from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, report
from tests.planning.history_city import HistoryCity, history_city

HOUR_S = 3_600
DAY_S = 24 * HOUR_S


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        await made.move_to(3 * HOUR_S)
        yield made


def came(serial: str, seconds: float, plate: str = "鲁A12345", lot: str = "N-1") -> dict:
    return report("entry", serial, seconds, lot, plate_hash=plate, user_class="monthly")


def left(serial: str, seconds: float, plate: str = "鲁A12345", lot: str = "N-1") -> dict:
    return report("exit", serial, seconds, lot, plate_hash=plate)


async def sessions(past: HistoryCity) -> list[tuple]:
    rows = await past.owner.fetch(
        "select * from parking_session order by coalesce(entered_at, left_at)"
    )

    def seconds(moment):
        return None if moment is None else round((moment - NOON).total_seconds())

    return [(seconds(row["entered_at"]), seconds(row["left_at"])) for row in rows]


async def test_coming_and_going_is_one_session_and_the_plate_is_in_no_table(past: HistoryCity):
    await past.send(came("1", 0), left("2", 600))
    await past.written_up()
    assert await sessions(past) == [(0, 600)]
    (row,) = await past.owner.fetch("select * from parking_session")
    assert (row["space_class"], row["user_class"]) == (1, "monthly")
    assert "鲁A12345" not in str(row)
    assert len(row["plate"]) == 16


async def test_the_same_plate_in_two_lots_cannot_be_told_to_be_the_same(past: HistoryCity):
    await past.send(came("1", 0), came("1", 0, lot="N-2"))
    await past.written_up()
    plates = await past.owner.fetch("select plate from parking_session")
    assert len({row["plate"] for row in plates}) == 2


async def test_a_late_exit_closes_what_it_ends_and_frees_the_next_one(past: HistoryCity):
    await past.send(came("1", 0), came("3", 900), left("4", 1_800))
    await past.written_up()
    assert await sessions(past) == [(0, None), (900, 1_800)]
    await past.send(left("2", 600))
    await past.written_up()
    assert await sessions(past) == [(0, 600), (900, 1_800)]


async def test_a_void_leaves_an_exit_that_nobody_saw_come(past: HistoryCity):
    await past.send(came("1", 0), left("2", 600))
    await past.written_up()
    await past.send(report("void", "v", 700, void_of="1"))
    await past.written_up()
    assert await sessions(past) == [(None, 600)]
    await past.send(came("1b", 5))
    await past.written_up()
    assert await sessions(past) == [(5, 600)]


async def test_days_tell_how_long_stays_took_and_a_week_later_who_never_left(past: HistoryCity):
    await past.send(came("1", 0), left("2", 630), came("3", 60, "鲁B"), left("4", 120, "鲁C"))
    await past.move_to(2 * DAY_S)
    await past.written_up()
    day = (NOON + timedelta(hours=8)).date()
    (row,) = await past.owner.fetch("select * from session_day where day = $1", day)
    assert (row["paired"], row["orphan_exits"], row["unclosed_entries"]) == (1, 1, 0)
    assert (row["minutes"], row["counts"], row["duration_us"]) == ([10], [1], 630_000_000)
    await past.move_to(9 * DAY_S)
    await past.written_up()
    (row,) = await past.owner.fetch("select * from session_day where day = $1", day)
    assert (row["paired"], row["orphan_exits"], row["unclosed_entries"]) == (1, 1, 1)

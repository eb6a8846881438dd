"""What a lot lends is in its hours: open to all as shared, and away from its own class then."""

import asyncio
from datetime import timedelta

import pytest

from parking.clock import HOUR_US
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, snapshot
from tests.planning.history_city import HistoryCity, history_city
from tests.planning.test_rollup_archive import onelot

HOUR_S = 3_600
AGREEMENT = """
insert into api_key (key_id, secret_hash, role) values ('d', '\\x00', 'driver');
insert into driver (driver_id, key_id) values ('d-1', 'd');
insert into sharing_agreement (agreement_id, lot_key, owner_operator_key, status, terms, valid)
values ('a-1', 1, 1, 'active', '{"quota": 10}', '[2026-11-01,2026-12-31]');
insert into sharing_agreement_version (agreement_key, version, terms)
values (1, 1, '{"quota": 10}');
insert into shared_space (lot_key, space_code, agreement_key) values (1, 'S-1', 1);
"""
WINDOW = """
insert into sharing_window (agreement_key, day, stay, movement)
values (1, $1, tstzrange($2, $3), '{}')
"""
BOOKING = """
insert into booking (
    booking_id, space_key, agreement_key, agreement_version, lot_key, driver_key, status, during,
    blocked, hold_expires_at, is_free, plate_hash
)
values ('b-1', 1, 1, 1, 1, 1, 'confirmed', tstzrange($1, $2), tstzrange($1, $2), $2, true, '\\x00')
"""


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        await made.owner.execute(AGREEMENT)
        yield made


async def shared(past: HistoryCity) -> list[tuple[int, int]]:
    """Whole spaces open and taken as shared, by hour from noon on."""
    rows = await past.hours("N-1", where=f"space_class = 4 and hour >= '{NOON.isoformat()}'")
    return [(row["open_us"] // HOUR_US, row["taken_us"] * 4 // HOUR_US) for row in rows]


async def test_windows_and_cars_within_them_are_in_the_hours_and_may_be_told_late(
    past: HistoryCity,
):
    later = NOON + timedelta(hours=2)
    await past.move_to(0)
    await past.send(snapshot(40, 0), snapshot(40, HOUR_S - 1), snapshot(40, -HOUR_S))
    async with past.working():
        await past.caught_up()
        await past.owner.execute(WINDOW, NOON.date(), NOON + timedelta(hours=1), later)
        await past.move_to(3 * HOUR_S)
        await past.caught_up()
        assert (await shared(past))[0] == (10, 0)
        rows = await past.hours("N-1", where=f"space_class = 1 and hour >= '{NOON.isoformat()}'")
        assert [row["open_us"] // HOUR_US for row in rows][:2] == [100, 90]
        await past.owner.execute(BOOKING, NOON + timedelta(hours=1), later)
        await past.owner.execute(
            "update booking set checked_in_at = $1, checked_out_at = $2",
            NOON + timedelta(minutes=60), NOON + timedelta(minutes=90),
        )  # fmt: skip
        await past.caught_up()
    assert (await shared(past))[0] == (10, 2)
    before = await past.contents()
    await past.rebuilt()
    assert await past.contents() == before


async def test_the_command_rebuilds_a_city_that_stands(past: HistoryCity):
    await past.send(snapshot(40, -2 * HOUR_S))
    await past.move_to(HOUR_S)
    await past.written_up()
    before = await past.contents()
    await past.owner.execute("delete from occupancy_hour; delete from region_hour")
    result = await asyncio.to_thread(onelot, past, "rebuild", "history")
    assert result.exit_code == 0, result.output
    assert await past.contents() == before


async def test_a_rebuild_whose_database_fails_says_so_in_a_line(past: HistoryCity):
    await past.owner.execute("alter table rollup_peak_due rename to gone")
    result = await asyncio.to_thread(onelot, past, "rebuild", "history")
    assert result.exit_code == 1
    assert "The database does not answer" in result.output

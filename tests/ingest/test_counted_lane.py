"""Lots that count by movements: their row follows the log, whatever comes and however late."""

import pytest

from parking.live.count_state import ShownCounts, decode_shown
from parking.storage.postgres.checkpoint import save_checkpoint
from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, at, city, report, snapshot


@pytest.fixture
async def live_city(stores: StoreUrls):
    async with city(stores) as built:
        yield built


async def count_of(built: City, lot_key: int = 1) -> ShownCounts:
    return decode_shown((await built.registers())[lot_key, "c"][35:])


async def free_of(built: City) -> int | None:
    return (await count_of(built)).classes["general"].free


async def test_movements_move_the_count_from_its_anchor(live_city):
    await live_city.statuses(snapshot(10))
    assert (
        await live_city.statuses(
            report("entry", "e1", 1), report("entry", "e2", 2), report("exit", "x1", 3)
        )
        == ["accepted"] * 3
    )
    assert await free_of(live_city) == 9


async def test_the_first_movement_of_a_lot_finds_its_absolute_counts_in_the_log(live_city):
    await live_city.statuses(snapshot(10), snapshot(20, lot="N-2"))
    await live_city.statuses(report("exit", "x1", 3))
    assert await live_city.statuses(snapshot(30, 5), snapshot(21, 5, lot="N-2")) == ["accepted"] * 2
    assert await free_of(live_city) == 30


@pytest.mark.parametrize("is_saved", [False, True])
async def test_the_first_movement_keeps_a_class_that_was_counted_hours_ago(live_city, is_saved):
    charging = [{"space_class": "charging", "free": 4}]
    await live_city.statuses(report("snapshot", "c1", -5 * 3600, spaces=charging))
    if is_saved:
        await checkpoint(live_city)
    await live_city.statuses(snapshot(10), snapshot(20, 1))
    await live_city.statuses(report("exit", "x1", 3))
    classes = (await count_of(live_city)).classes
    assert (classes["general"].free, classes["charging"].free) == (21, 4)


async def checkpoint(built: City) -> None:
    """Save what the projector would have saved by now."""
    registers = {key: "0" * 16 + content for key, content in (await built.registers()).items()}
    cursor = max((row["xid"], row["id"]) for row in await built.log("xid, id"))
    url = built.urls.database_url
    async with (
        await open_pool(url, "onelot_ingest", max_size=1) as pool,
        pool.acquire() as connection,
    ):
        await save_checkpoint(connection, cursor, registers)


async def test_a_movement_counted_once_counts_once_when_sent_again(live_city):
    await live_city.statuses(snapshot(10))
    for _ in range(3):
        await live_city.statuses(report("entry", "e1", 1))
    assert await free_of(live_city) == 9


async def test_a_late_anchor_slips_under_the_movements_after_it(live_city):
    await live_city.statuses(snapshot(10), report("entry", "e1", 10))
    await live_city.statuses(snapshot(50, 5))
    assert await free_of(live_city) == 49


async def test_a_movement_before_the_anchor_is_late(live_city):
    await live_city.statuses(snapshot(10, 5), report("exit", "x0", 6))
    assert await live_city.statuses(report("entry", "e1", 1)) == ["late"]
    assert await free_of(live_city) == 11


async def test_a_void_takes_a_record_back_even_when_it_comes_first(live_city):
    await live_city.statuses(snapshot(10))
    await live_city.statuses(report("void", "v1", 9, void_of={"record_serial": "e1"}))
    await live_city.statuses(report("entry", "e1", 1), report("entry", "e2", 2))
    assert await free_of(live_city) == 9


async def test_an_amendment_that_means_nothing_known_is_taken_and_says_so(live_city):
    await live_city.statuses(snapshot(10, serial="s"), snapshot(9, 1, serial="s2"))
    early = report("void", "v1", 9, void_of={"record_serial": "e1"})
    another = report("void", "v2", 9, void_of="s")
    missing = report("correction", "c1", 9, correction_of="x", spaces=[{"free": 1}])
    itself = report("void", "v3", 9, void_of="v3")
    told = {"index": 0, "status": "accepted", "flags": ["unresolved"]}
    assert (await live_city.send(early))["results"] == [told]
    assert (await live_city.send(another, key="north-2"))["results"] == [told]
    answers = await live_city.send(missing, another, itself, report("entry", "e1", 5))
    assert [answer.get("flags") for answer in answers["results"]] == [
        ["unresolved"], None, ["unresolved"], None
    ]  # fmt: skip
    assert await free_of(live_city) == 9


async def test_an_amendment_sent_again_says_whether_what_it_means_has_come_by_now(live_city):
    void = report("void", "v1", 9, void_of="e1")
    await live_city.send(void)
    told = {"index": 0, "status": "duplicate"}
    assert (await live_city.send(void))["results"] == [told | {"flags": ["unresolved"]}]
    await live_city.send(report("entry", "e1", 5))
    assert (await live_city.send(void))["results"] == [told]


async def test_a_correction_replaces_what_was_counted(live_city):
    await live_city.statuses(snapshot(10, serial="c"), report("entry", "e1", 1))
    correction = {"correction_of": {"record_serial": "c"}, "spaces": [{"free": 40}]}
    assert await live_city.statuses(report("correction", "k1", 2, **correction)) == ["accepted"]
    assert await free_of(live_city) == 39


async def test_counters_count_what_they_gained_and_a_new_epoch_gains_nothing(live_city):
    def totals(serial: str, seconds: int, entered: int, left: int, epoch: int = 1) -> dict:
        counted = {"lane_id": "N", "in_total": entered, "out_total": left}
        return report("totals", serial, seconds, epoch=epoch, **counted)

    await live_city.statuses(snapshot(10), totals("t1", 1, 100, 50))
    await live_city.statuses(totals("t2", 20, 105, 52))
    assert await free_of(live_city) == 7
    await live_city.statuses(totals("t3", 30, 0, 0, epoch=2), totals("t4", 31, 1, 0, epoch=2))
    assert await free_of(live_city) == 6


async def test_a_voided_closure_is_not_closed_and_a_repetition_does_not_close_it_again(live_city):
    closure = report("closure", "k1", 1, reason="检修", to=at(3600))
    await live_city.statuses(closure)
    void = {"kind": "closure", "record_serial": "k1"}
    await live_city.statuses(report("void", "v1", 2, void_of=void))
    assert await live_city.statuses(closure) == ["duplicate"]
    (value,) = [text for (_, name), text in (await live_city.registers()).items() if name[0] == "k"]
    assert '"void":true' in value


async def test_movements_of_many_lots_in_one_body_land_together(live_city):
    body = [report("entry", f"e{i}", i, lot=f"N-{i % 4 + 1}") for i in range(40)]
    assert set(await live_city.statuses(*body)) == {"accepted"}
    assert len(await live_city.log()) == 40

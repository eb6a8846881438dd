"""What a planner is shown of a past minute is what drivers were shown at that minute."""

import csv
import io
import json

import pytest

from parking.storage.postgres.learning import save_learned
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.processes import wait_until_followed
from tests.planning.replay_story import (
    LOTS,
    Story,
    at,
    move,
    open_story,
    replay,
    settled,
    shown_of,
)
from tests.services.city import City, draft
from tests.services.databases import execute
from tests.sharing.agreeing import TERMS, book, call, driver_of
from tests.sharing.working_city import working


async def first_hour(story: Story) -> None:
    city = story.city
    await story.count("op1-plain", -1, 40, 100)
    await story.count("op1-plain", 0, 38, 100)
    await story.count("op1-gates", -3, 20, serial="g1")
    await story.report("op1-gates", "entry", -2, serial="e1")
    await story.report("op1-gates", "exit", -1)
    await story.report("op1-gates", "totals", -1, in_total=5, out_total=2, space_class="general")
    for code, status in (("A1", "free"), ("A2", "occupied"), ("A3", "free")):
        await story.report("op1-bays", "space", -1, space_code=code, status=status)
    await story.report("op1-bays", "heartbeat", 0)
    await story.count("op1-hours", -2, 7)
    await story.count("op1-a", 0, 10)
    await move(city, 1)


async def second_hour(story: Story) -> None:
    await story.count("op1-plain", 20, 0, 100)
    await story.report("op1-gates", "entry", 18)
    await story.report("op1-plain", "closure", 19, serial="k1", reason="市场")
    await story.report("op1-bays", "space", 20, space_code="A2", status="unknown")


async def lessons(story: Story) -> None:
    """What changes what was known of the time before: late, corrected, taken back."""
    await story.count("op1-plain", 10, 55, 90)
    await story.report("op1-gates", "void", 62, void_of="e1")
    await story.report(
        "op1-gates", "correction", 63, correction_of="g1",
        spaces=[{"space_class": "general", "free": 33}],
    )  # fmt: skip
    await story.report("op1-plain", "void", 63, void_of="k1")
    await story.report("op1-bays", "space", 15, space_code="A4", status="free")
    await story.report(
        "op1-bays", "space", 16, space_code="A9", status="free", space_class="charging"
    )
    await story.report("op2-quiet", "entry", 12)
    await story.count("op2-quiet", 11, 3, 30)


async def learned(city: City, source_id: str, ttl_s: float, *, changes_only: bool) -> None:
    """Let something else be believed of a source from now on."""
    async with scoped(city.pool, PLATFORM) as connection:
        key = await connection.fetchval(
            "select source_key from source where source_id like $1", source_id
        )
        await save_learned(connection, [(key, ttl_s, changes_only)])
    assert await wait_until_followed(city.pool)


async def test_a_minute_is_replayed_as_drivers_were_shown_it(city: City, stores):
    story = await open_story(city)
    planner, driver = await city.key("planner"), await driver_of(city)
    shown = {}
    async with working(stores):
        await first_hour(story)
        made = await call(city, "POST", "/v1/sharing/agreements", story.keys["op1"], TERMS)
        assert made.status_code == 201, made.text
        shown[1] = await settled(city)
        await move(city, 20)
        await second_hour(story)
        shown[20] = await settled(city)
        await move(city, 62)
        await learned(city, "op1%", 1_800, changes_only=True)
        booking = await book(city, driver, at(75))
        shown[62] = await settled(city)
        await move(city, 64)
        await lessons(story)
        await call(city, "POST", f"/v1/sharing/bookings/{booking}/cancel", driver)
        shown[64] = await settled(city)
        await move(city, 65)
        await learned(city, "op1%", 120, changes_only=False)
        await city.put_lots(draft("op1-plain", capacity={"general": 7}, opening_hours="off"))
        await city.registry.remove_lot(PLATFORM, "op1-hours")
        await city.put_lots(draft("op1-new"))
        await move(city, 600)
        await story.count("op1-a", 600, 5)
        shown[600] = await settled(city)
    assert len({json.dumps(lots, sort_keys=True) for lots in shown.values()}) == len(shown)
    assert shown[62]["op1-a"]["availability"]["by_class"]["shared"]["free"] == 1
    assert shown[62]["op1-bays"]["availability"]["freshness"] == "aging"
    assert shown[20]["op1-plain"]["availability"]["state"] == "closed"
    for minute, lots in shown.items():
        told = await replay(city, planner, minute)
        assert {row["lot_id"]: shown_of(row) for row in told["rows"]} == lots, minute


async def test_no_worker_need_have_run(city: City):
    story = await open_story(city)
    planner = await city.key("planner")
    await first_hour(story)
    shown = await settled(city)
    await move(city, 20)
    await second_hour(story)
    told = await replay(city, planner, 1)
    assert {row["lot_id"]: shown_of(row) for row in told["rows"]} == shown


async def test_a_planner_asks_for_some_lots_page_by_page(city: City):
    story = await open_story(city)
    planner = await city.key("planner")
    await first_hour(story)
    seen, cursor = [], {}
    while cursor is not None:
        told = await replay(city, planner, 1, limit="4", **cursor)
        assert told["lots"] == len(LOTS)
        assert sum(told["states"].values()) == len(told["rows"]) <= 4
        seen += [row["lot_id"] for row in told["rows"]]
        cursor = told["next_cursor"] and {"cursor": told["next_cursor"]}
    assert seen == sorted(one.lot_id for one in LOTS)
    for asked, found in [
        ({"operator": "op2"}, ["op2-quiet"]),
        ({"land_use": "hospital,school"}, ["op1-plain"]),
        ({"lot_class": "onstreet"}, ["op1-bays"]),
        ({"area": "370102"}, ["op1-plain"]),
        ({"bbox": "1,1,2,2"}, []),
        ({"lot_id": "op1-a"}, ["op1-a"]),
    ]:
        told = await replay(city, planner, 1, **asked)
        assert [row["lot_id"] for row in told["rows"]] == found, asked
    (row,) = (await replay(city, planner, 1, lot_id="op1-bays", space_class="charging"))["rows"]
    assert row["availability"]["by_class"] == {}
    assert (await replay(city, planner, -1))["rows"] == []


async def test_a_file_has_a_line_for_each_lot_and_says_where_the_next_begins(city: City):
    story = await open_story(city)
    planner = await city.key("planner")
    await first_hour(story)
    path = f"/v1/planner/replay?at={at(1):%Y-%m-%dT%H:%M:%SZ}&limit=4&format=csv"
    lines, names = [], set()
    while path is not None:
        answer = await city.client.get(path, headers=planner)
        header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        lines += [dict(zip(header, row, strict=True)) for row in rows]
        names.add(tuple(header))
        path = answer.links["next"]["url"] if "next" in answer.links else None
    assert len(names) == 1
    assert len(lines) == len(LOTS)
    plain = next(line for line in lines if line["lot_id"] == "op1-plain")
    assert (plain["state"], plain["free"], plain["general_free"]) == ("open", "38", "38")
    assert plain["general_capacity"] == plain["capacity"] == "100"


async def test_of_a_log_in_an_archive_it_is_said_so(city: City, postgres_url: str):
    story = await open_story(city)
    planner = await city.key("planner")
    await first_hour(story)
    before = await replay(city, planner, 1)
    await execute(postgres_url, "insert into report_log_archive values ('2026-11-22', 'x', 0, '')")
    after = await replay(city, planner, 1)
    (note,) = [note for note in after["notes"] if note not in before["notes"]]
    assert note.startswith("the log before 2026-11-23T08:00:00+08:00 is archived")
    assert "已归档" in note


async def test_lots_that_are_too_much_to_read_are_told_of(
    city: City, monkeypatch: pytest.MonkeyPatch
):
    story = await open_story(city)
    await first_hour(story)
    monkeypatch.setattr("api.planner.replay_reading.MOST_ROWS", 3)
    told = await replay(city, await city.key("planner"), 1)
    assert any(note.startswith(f"of {len(LOTS)} lots not all was read") for note in told["notes"])
    assert {row["availability"]["state"] for row in told["rows"]} == {"unknown"}
    assert told["coverage"] == 0

"""Statements: hours as minutes would be counted one by one, money as the ledger has it."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from parking.clock import to_us
from parking.storage.postgres.sharing.new_ids import new_id
from tests.services.city import City, draft
from tests.sharing.agreeing import (
    at,
    book,
    call,
    driver_of,
    edit,
    lent,
    open_city,
    put_booking,
    slug,
)
from tests.sharing.lending import open_window, platform, span

PATH = "/v1/sharing/statements"
ALWAYS = {"days": ["workday", "weekend", "holiday"], "stay": ["00:00", "24:00"]}


async def statement(city: City, key: dict[str, str], begins: datetime, ends: datetime):
    query = {"from": begins.isoformat(), "to": ends.isoformat()}
    answer = await city.client.get(PATH, params=query, headers=key)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def stay(city: City, path: str, begins: datetime, ends: datetime, **more: Any) -> str:
    """A booking whose car came and left in time."""
    times = {"checked_in_at": begins, "checked_out_at": ends}
    return await put_booking(city, path, begins, ends, **(times | {"status": "completed"} | more))


async def test_hours_are_offered_used_and_suspended_within_the_windows(city: City):
    key = await open_city(city, at(12))
    path = await lent(city, key)
    await city.set_clock("manual", at(48))
    await stay(city, path, at(18.5), at(21.5))
    await suspend(city, path, at(30), at(40))
    told = await statement(city, key, at(0), at(48))
    total = told["total"]
    # Two spaces, from 19:00 to 07:30 and from 19:00 to 24:00; 06:00 to 07:30 was suspended.
    assert total["offered_space_h"] == 2 * (12.5 + 5 - 1.5)
    assert (total["used_space_h"], total["suspended_space_h"]) == (2.5, 3)
    assert total["uptake"] == round(2.5 / 32, 4)
    assert [day["offered_space_h"] for day in told["days"]] == [10, 22]
    [agreement] = told["agreements"]
    assert (agreement["lot_id"], agreement["offered_space_h"]) == ("op1-a", 32)


async def suspend(
    city: City, path: str, begins: datetime, ends: datetime, space: str | None = None
):
    async with platform(city.pool) as connection:
        await connection.execute(
            "insert into sharing_suspension"
            " (suspension_id, agreement_key, space_key, during, reason)"
            " select $1, a.agreement_key, s.space_key, $4, 'x' from sharing_agreement a"
            " left join shared_space s on s.lot_key = a.lot_key and s.space_code = $3"
            " where a.agreement_id = $2",
            new_id(), path.rsplit("/", 1)[1], space, span((to_us(begins), to_us(ends))),
        )  # fmt: skip


async def test_spaces_are_counted_as_the_terms_of_each_moment_had_them(city: City):
    key = await open_city(city, at(0))
    path = await lent(city, key, spaces=None, quota=1, windows=[ALWAYS])
    await city.set_clock("manual", at(6))
    await edit(city, key, path, quota=10)
    await city.set_clock("manual", at(8))
    await call(city, "DELETE", path, key)
    total = (await statement(city, key, at(0), at(24)))["total"]
    assert total["offered_space_h"] == 6 + 10 * 2


async def test_what_became_of_bookings_is_counted_and_rated(city: City):
    key = await open_city(city, at(12))
    path = await lent(city, key)
    await stay(city, path, at(13), at(14), honoured_at_gate=True)
    late = await stay(city, path, at(15), at(16), honoured_at_gate=False)
    for number, status in enumerate(("no_show", "cancelled", "revoked", "expired", "confirmed")):
        await put_booking(city, path, at(17 + number), at(17.5 + number), status=status)
    async with platform(city.pool) as connection:
        await connection.execute(
            "insert into booking_event (booking_key, event, status, role)"
            " select booking_key, 'overstay', 'overstay', 'admin' from booking"
            " where booking_id = $1",
            late,
        )
    await suspend(city, path, at(14), at(16), "B1-08")
    total = (await statement(city, key, at(12), at(24)))["total"]
    assert {name: total[name] for name in ("bookings", "stays", "overstays", "no_shows",
            "cancelled", "revoked", "owner_blocked", "gated", "honoured_at_gate")} == {
        "bookings": 6, "stays": 2, "overstays": 1, "no_shows": 1, "cancelled": 1, "revoked": 1,
        "owner_blocked": 1, "gated": 2, "honoured_at_gate": 1,
    }  # fmt: skip
    assert (total["overstay_rate"], total["honoured_at_gate_rate"]) == (0.5, 0.5)


@pytest.mark.parametrize("seed", range(4))
async def test_hours_are_as_if_every_minute_of_every_space_were_counted(city: City, seed: int):
    random = Random(seed)
    key = await open_city(city, at(0))
    path = await lent(city, key, spaces=["S0", "S1", "S2"])
    agreement_id = path.rsplit("/", 1)[1]
    minutes = 3 * 24 * 60

    def piece(longest: int) -> tuple[int, int]:
        begin = random.randrange(-120, minutes)
        return begin, begin + random.randrange(1, longest)

    lent_at, taken, used = set(), set(), set()
    async with platform(city.pool) as connection:
        await connection.execute("delete from sharing_window")
        agreement_key = await connection.fetchval("select agreement_key from sharing_agreement")
        for begin, end in {piece(900) for _ in range(5)}:
            times = to_us(at(begin / 60)), to_us(at(end / 60))
            await open_window(connection, agreement_key, times, [])
            lent_at |= set(range(begin, end))
    for space, (begin, end) in [(random.choice([None, "S1"]), piece(600)) for _ in range(4)]:
        await suspend(city, path, at(begin / 60), at(end / 60), space)
        spaces = ["S0", "S1", "S2"] if space is None else [space]
        taken |= {(of, minute) for of in spaces for minute in range(begin, end)}
    for space in ("S0", "S2"):
        begin, end = piece(600)
        await stay(city, path, at(begin / 60), at(end / 60), space=space)
        used |= {(space, minute) for minute in range(begin, end)}
    await city.set_clock("manual", at(72))
    told = await statement(city, key, at(0), at(72))
    every = {(s, m) for s in ("S0", "S1", "S2") for m in lent_at if 0 <= m < minutes}
    suspended, stayed = every & taken - used, every & used
    expected = [len(every - suspended), len(stayed), len(suspended)]
    names = ("offered_space_h", "used_space_h", "suspended_space_h")
    for figures in (told["total"], told["agreements"][0]):
        assert [figures[name] * 60 for name in names] == pytest.approx(expected, abs=0.1)
    for number, day in enumerate(told["days"]):
        of_day = {(s, m) for s, m in every if m // 1440 == number}
        assert day["offered_space_h"] * 60 == pytest.approx(len(of_day - suspended), abs=0.1)
    assert told["agreements"][0]["agreement_id"] == agreement_id


async def ledger(city: City) -> dict[str, int]:
    async with platform(city.pool) as connection:
        rows = await connection.fetch(
            "select account, sum(amount)::bigint as amount from ledger_posting group by account"
        )
    return {row["account"].partition(":")[0]: row["amount"] for row in rows}


async def test_money_adds_up_with_the_ledger_for_owner_and_driver_alike(city: City):
    key = await open_city(city, at(12))
    path = await lent(city, key, windows=[ALWAYS], price={"unit": "hour", "fen": 201})
    driver = await driver_of(city)
    kept = await book(city, driver, at(14), 2)
    cancelled = await book(city, driver, at(20), 3)
    await call(city, "POST", f"/v1/sharing/bookings/{cancelled}/cancel", driver)
    revoked = await book(city, driver, at(12.5), 1)
    await call(city, "DELETE", f"{path}?revoke=true", key)
    owner = await statement(city, key, at(0), at(24))
    own = await statement(city, driver, at(0), at(24))
    booked = await ledger(city)
    assert sum(booked.values()) == 0
    assert owner["total"]["money"]["fen"]["net"] == booked["owner"]
    assert own["total"]["fen"]["net"] == booked["driver"]
    assert [booking["booking_id"] for booking in own["bookings"]] == [revoked, kept, cancelled]
    by_booking = [booking["money"]["fen"]["net"] for booking in own["bookings"]]
    assert sum(by_booking) == booked["driver"]
    assert own["bookings"][2]["money"]["fen"] == {
        "charge": -603, "refund": 603, "penalty": 0, "change": 0, "payment": 0, "net": 0,
    }  # fmt: skip
    for part in ("agreements", "areas", "days"):
        assert sum(some["money"]["fen"]["net"] for some in owner[part]) == booked["owner"]


async def test_a_lots_operator_sees_figures_of_others_but_not_their_money(city: City):
    operator, resident = await open_city(city, at(12)), await city.key("owner")
    path = await lent(city, resident, windows=[ALWAYS], price={"unit": "visit", "fen": 500})
    await edit(city, operator, path, status="active")
    await book(city, await driver_of(city), at(14), 2)
    seen = await statement(city, operator, at(0), at(24))
    own = await statement(city, resident, at(0), at(24))
    assert (seen["total"]["bookings"], own["total"]["bookings"]) == (1, 1)
    assert seen["total"]["money"]["fen"]["net"] == 0
    assert own["total"]["money"]["fen"]["net"] == 500
    admin = await statement(city, await city.key("admin"), at(0), at(24))
    assert admin["total"]["money"]["fen"]["net"] == 500
    for stranger in (await city.key("owner"), await city.key("operator", "op2")):
        assert (await statement(city, stranger, at(0), at(24)))["agreements"] == []
    assert (await statement(city, await driver_of(city), at(0), at(24)))["bookings"] == []


async def test_figures_are_told_by_area_and_add_up(city: City):
    key = await open_city(city, at(0))
    for lot, area in (("op1-n", "370102"), ("op1-m", "370102"), ("op1-s", "370103")):
        await city.put_lots(draft(lot, area_code=area))
        await lent(city, key, lot_id=lot, windows=[ALWAYS], spaces=["A"])
    await city.set_clock("manual", at(10))
    told = await statement(city, key, at(0), at(10))
    areas = {area["area_code"]: area["offered_space_h"] for area in told["areas"]}
    assert areas == {"370102": 20, "370103": 10}
    assert sum(areas.values()) == told["total"]["offered_space_h"]


async def test_a_statement_is_of_a_month_at_most(city: City):
    key = await city.key("operator", "op1")
    query = {"from": at(0).isoformat(), "to": (at(0) + timedelta(days=32)).isoformat()}
    refused = await city.client.get(PATH, params=query, headers=key)
    assert slug(refused) == (400, "bad-request", "/query/from")

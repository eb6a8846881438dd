"""A call that is repeated, by whomever and however often, is done once and answered the same."""

import asyncio
import json

import asyncpg
import pytest

from parking.problems import Problem, ProblemError
from parking.storage.postgres.sharing.once import Call, Reply, forget_calls, run_once
from parking.storage.postgres.sharing.secrets import platform_secret
from tests.services.city import City
from tests.sharing.booking_calls import (
    BOOKINGS,
    fresh_key,
    held,
    hold,
    lent_lot,
    new_driver,
    post,
    slug,
    step,
    wanted,
)
from tests.sharing.lending import platform


async def test_fifty_repetitions_of_one_call_are_one_booking_and_one_answer(city: City):
    await lent_lot(city, spaces=[f"B{number}" for number in range(60)])
    driver, key = await new_driver(city), fresh_key()
    body = wanted()
    answers = await asyncio.gather(*(post(city, BOOKINGS, driver, body, key) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    replays = [answer.headers.get("idempotent-replayed") for answer in answers]
    assert sorted(replays, key=str) == [None, *["true"] * 49]
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select count(*) from booking") == 1
    again = await post(city, BOOKINGS, driver, wanted(end=5), key)
    assert slug(again) == (422, "idempotency-key-reused")


async def test_who_hangs_up_and_asks_again_has_one_booking(city: City):
    await lent_lot(city, spaces=[f"B{number}" for number in range(9)])
    driver, body = await new_driver(city), json.dumps(wanted()).encode()
    head = (
        f"POST {BOOKINGS} HTTP/1.1\r\nhost: a\r\nauthorization: {driver['authorization']}\r\n"
        f"idempotency-key: cut\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    for _ in range(5):
        _, writer = await asyncio.open_connection("127.0.0.1", city.port)
        writer.write(head.encode() + body)
        await writer.drain()
        writer.transport.abort()
    answers = [
        await city.client.post(
            BOOKINGS,
            content=body,
            headers=driver | {"idempotency-key": "cut", "content-type": "application/json"},
        )
        for _ in range(2)
    ]
    assert {answer.status_code for answer in answers} == {201}
    assert answers[0].content == answers[1].content
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select count(*) from booking") == 1


async def test_a_key_is_its_callers_own_and_nothing_is_done_without_one(city: City):
    await lent_lot(city, spaces=["B1", "B2"])
    first, second = await new_driver(city), await new_driver(city)
    answers = [await post(city, BOOKINGS, driver, wanted(), "same") for driver in (first, second)]
    assert answers[0].json()["booking_id"] != answers[1].json()["booking_id"]
    bare = await city.client.post(BOOKINGS, json=wanted(), headers=first)
    assert slug(bare) == (400, "idempotency-key-missing")
    for bad in ("x" * 256, "ключ".encode()):
        answer = await city.client.post(
            BOOKINGS, json=wanted(), headers=first | {"idempotency-key": bad}
        )
        assert answer.status_code == 400


async def test_a_refusal_is_repeated_as_it_was_though_the_space_is_free_by_then(city: City):
    await lent_lot(city)
    first, second = await new_driver(city), await new_driver(city)
    booking = await held(city, first)
    refused = await post(city, BOOKINGS, second, wanted(), "k")
    await step(city, booking, "cancel", first)
    repeated = await post(city, BOOKINGS, second, wanted(), "k")
    assert slug(refused) == (409, "slot-taken")
    assert repeated.content == refused.content
    assert repeated.headers["content-type"] == "application/problem+json"
    assert (await hold(city, second)).status_code == 201


async def test_work_that_breaks_off_leaves_its_key_free_for_another_try(app_pool: asyncpg.Pool):
    call = Call("k", "POST", "/", "1", b"f")
    tries = 0

    async def breaks_once(connection) -> Reply:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ProblemError(Problem("hold-quota", "later"))
        return Reply.of(201, tries)

    with pytest.raises(ProblemError):
        await run_once(app_pool, call, breaks_once)
    assert (await run_once(app_pool, call, breaks_once))[0].body == b"2"
    assert (await run_once(app_pool, call, breaks_once)) == (Reply(201, b"2"), True)


async def test_an_answer_is_forgotten_after_a_week(app_pool: asyncpg.Pool):
    answers = iter("ab")

    async def work(connection) -> Reply:
        return Reply.of(200, next(answers))

    call = Call("k", "POST", "/", "1", b"f")
    assert (await run_once(app_pool, call, work))[0].body == b'"a"'
    async with platform(app_pool) as connection:
        await connection.execute("update idempotent_call set created_at = now() - interval '8 d'")
        await connection.execute("insert into idempotent_call values ('k', 'm', 'r', 'new', '')")
    await forget_calls(app_pool)
    async with platform(app_pool) as connection:
        kept = await connection.fetch("select key from idempotent_call")
    assert [row["key"] for row in kept] == ["new"]
    assert (await run_once(app_pool, call, work))[0].body == b'"b"'


async def test_two_connections_make_one_secret(app_pool: asyncpg.Pool):
    async def made() -> bytes:
        async with platform(app_pool) as connection:
            return await platform_secret(connection, "plate-hash")

    secrets = await asyncio.gather(*(made() for _ in range(8)))
    assert len(set(secrets)) == 1
    assert len(secrets[0]) == 32


async def test_a_call_whose_first_is_still_under_way_is_a_conflict_in_the_end(
    app_pool: asyncpg.Pool,
):
    began, done = asyncio.Event(), asyncio.Event()
    call = Call("k", "POST", "/", "1", b"f")

    async def slow(connection) -> Reply:
        began.set()
        await done.wait()
        return Reply.of(201, "first")

    first = asyncio.create_task(run_once(app_pool, call, slow))
    await began.wait()
    with pytest.raises(ProblemError) as refused:
        await run_once(app_pool, call, slow, lock_ms=50)
    assert refused.value.problem.http_status == 409
    done.set()
    assert await first == (Reply.of(201, "first"), False)
    assert await run_once(app_pool, call, slow) == (Reply.of(201, "first"), True)

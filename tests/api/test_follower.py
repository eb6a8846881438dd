import asyncio

from api.follower import FLOOD_LOTS
from parking.storage.redis.keys import meta_key
from parking.storage.settings import StoreUrls
from tests.services.city import City, draft, running_city, snapshot
from tests.services.servers import live_store


async def test_a_projection_under_a_new_epoch_is_taken_over_whole(city: City):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 5))
    await city.until_replica_has("op1-a", 5)
    before = (await city.client.get("/status")).json()["replica"]["epoch"]
    epoch = await city.projection.begin_epoch()
    await city.projection.complete_epoch(epoch)
    status = await city.until("/status", lambda now: now["replica"]["epoch"] == epoch)
    assert status["replica"]["epoch"] != before
    await city.until("/v1/lots/op1-a", lambda lot: lot["availability"]["state"] == "unknown")
    await city.report(operator, snapshot("op1-a", 6, "2"))
    await city.until_replica_has("op1-a", 6)


async def test_an_emptied_projection_is_not_ready_but_still_answers(city: City):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 5))
    await city.until_replica_has("op1-a", 5)
    await city.projection.begin_epoch()
    for _ in range(500):
        ready = await city.client.get("/readyz")
        if ready.status_code == 503:
            break
    assert ready.headers["retry-after"]
    near = await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12")
    assert near.json()["results"][0]["availability"]["free"] == 5


async def test_a_projection_of_another_release_is_not_followed_and_its_rebuild_is(
    city: City, redis_url: str
):
    await city.put_lots(draft("op1-a"))
    with live_store(redis_url) as client:
        client.hset(meta_key(3), "layout", "of another release")
    await city.until("/status", lambda now: now["replica"]["lag_ms"] > 0)
    assert (await city.client.get("/readyz")).status_code == 503
    epoch = await city.projection.begin_epoch()
    await city.projection.complete_epoch(epoch)
    await city.until("/status", lambda now: now["replica"]["epoch"] == epoch)
    assert (await city.client.get("/readyz")).status_code == 200


async def test_a_lot_registered_while_running_is_near_at_once(city: City):
    operator = await city.key("operator", "op1")
    for number in range(5):
        await city.put_lots(draft(f"op1-{number}"))
        answer = await city.report(operator, snapshot(f"op1-{number}", number))
        assert answer.json()["accepted"] == 1
        await city.until_replica_has(f"op1-{number}", number)
    near = (await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12")).json()
    assert [lot["lot_id"] for lot in near["results"]] == [f"op1-{n}" for n in range(5)]


async def test_a_flood_over_the_whole_city_is_shown_to_the_last_lot(city: City):
    lot_ids = [f"op1-{number}" for number in range(FLOOD_LOTS + 200)]
    for first in range(0, len(lot_ids), 200):
        await city.put_lots(*[draft(lot_id) for lot_id in lot_ids[first : first + 200]])
    operator = await city.key("operator", "op1")
    half = len(lot_ids) // 2
    answers = await asyncio.gather(
        *[
            city.report(operator, *[snapshot(lot_id, 7) for lot_id in some])
            for some in (lot_ids[:half], lot_ids[half:])
        ]
    )
    assert [answer.json()["accepted"] for answer in answers] == [half, half]
    for lot_id in lot_ids[::-100]:
        await city.until_replica_has(lot_id, 7)


async def test_one_address_cannot_read_without_end(stores: StoreUrls):
    async with running_city(stores, limit_reads_per_s=10) as city:
        async with asyncio.TaskGroup() as group:
            asking = [
                group.create_task(city.client.get("/v1/lots/nearby?lat=1&lon=1"))
                for _ in range(300)
            ]
        answers = [one.result() for one in asking]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert int(refused[0].headers["retry-after"]) >= 1
        assert refused[0].json()["retryable"] is True


async def test_whoever_guesses_keys_is_shut_out_before_the_database_is_asked(city: City):
    guess = {"authorization": "Bearer ol_aaaaaaaaaa_bbbb"}
    statuses = [
        (await city.client.post("/v1/reports", content=b"{}", headers=guess)).status_code
        for _ in range(130)
    ]
    assert statuses[:100] == [401] * 100
    assert statuses[-1] == 429
    assert (await city.client.get("/v1/operator", headers=guess)).status_code == 429
    assert (await city.client.get("/v1/lots", headers=guess)).status_code == 200

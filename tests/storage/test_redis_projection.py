"""The merge inside Redis is the merge of the rules, and its positions and epochs never lie."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import RedisCluster

from parking.live.register import merge
from parking.ports import Register
from parking.storage.redis.calls import CHANGES_KEPT
from parking.storage.redis.changes import follow_changes
from parking.storage.redis.cluster import open_transport
from parking.storage.redis.errors import (
    ProjectionAwayError,
    ProjectionLostError,
    StreamGapError,
)
from parking.storage.redis.keys import changes_key
from parking.storage.redis.projection import RedisProjection
from tests.services.servers import live_store
from tests.storage.registers import PARTITIONS, register

registers = st.builds(
    register,
    st.integers(1, 3),
    st.sampled_from(["s:general", "s:charging", "b:1", "b:s:1", "b:1/s:1", "h", "k:ab", "c"]),
    st.integers(0, 6),
    st.integers(0, 1),
)


def merged(sequence: list[Register]) -> tuple[dict, list[int]]:
    stored: dict[tuple[int, str], str] = {}
    statuses = []
    for one in sequence:
        key = (one.lot_key, one.name)
        stored[key], status = merge(stored.get(key), one, 0)
        statuses.append(status)
    return {key: value[16:] for key, value in stored.items()}, statuses


async def content(projection: RedisProjection) -> dict[tuple[int, str], str]:
    return {key: value[16:] for key, value in (await projection.load(0)).stored.items()}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=st.lists(st.lists(registers, max_size=12), max_size=4), data=st.data())
def test_redis_merges_as_the_rules_do_in_any_order(redis_url, batches, data):
    flat = [one for batch in batches for one in batch]
    shuffled = data.draw(st.permutations(flat + flat[: len(flat) // 2]))

    async def both() -> None:
        projection = RedisProjection(redis_url, partitions=PARTITIONS)
        epoch = await projection.begin_epoch()
        await projection.complete_epoch(epoch)
        answered = []
        for batch in batches:
            answered += (await projection.apply(0, batch, epoch=epoch)).status
        expected, statuses = merged(flat)
        assert (await content(projection), answered) == (expected, statuses)
        await projection.complete_epoch(await projection.begin_epoch())
        await projection.apply_all({0: shuffled}, timeout_s=5)
        assert await content(projection) == expected
        await projection.aclose()

    asyncio.run(both())


async def test_a_reader_that_follows_ends_with_what_a_fresh_load_shows(projection):
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    seen: dict[tuple[int, str], str] = {}
    reached = defaultdict(int)
    for us in range(50):
        await projection.apply_all(
            {us % 2: [register(us % 3, "s:general", us), register(1, "h", us)]}, timeout_s=5
        )
    async for changes in projection.follow({0: 0, 1: 0}, epoch=epoch):
        reached[changes.partition] = changes.to_pos
        if changes.partition == 0:
            seen |= {(lot, name): stored for lot, name, stored in changes.stored}
        if sum(reached.values()) == 100:
            break
    state = await projection.load(0)
    assert (seen, reached[0]) == (dict(state.stored), state.position)


async def test_writing_under_an_old_epoch_is_refused(projection):
    epoch = await projection.begin_epoch()
    await projection.begin_epoch()
    with pytest.raises(ProjectionLostError):
        await projection.apply(0, [register(1, "h", 1)], epoch=epoch)


async def test_writers_find_the_new_epoch_by_themselves(projection, redis_url):
    await projection.begin_epoch()
    other = RedisProjection(redis_url, partitions=PARTITIONS)
    await other.apply_all({0: [register(1, "h", 1)]}, timeout_s=5)
    await projection.complete_epoch(await projection.begin_epoch())
    assert await other.apply_all({0: [register(1, "h", 2)]}, timeout_s=5) == {0: "2"}
    assert len(await content(projection)) == 1
    await other.aclose()


async def test_many_writers_at_once_all_find_the_new_epoch(projection, redis_url):
    await projection.begin_epoch()
    other = RedisProjection(redis_url, partitions=PARTITIONS)
    await other.apply_all({0: [register(1, "h", 1)]}, timeout_s=5)
    await projection.begin_epoch()
    both = {0: [register(1, "h", 2)], 1: [register(2, "h", 2)]}
    async with asyncio.TaskGroup() as writers:
        for batch in [both, {0: [register(1, "h", 3)]}] * 20:
            writers.create_task(other.apply_all(batch, timeout_s=5))
    await projection.complete_epoch(await projection.begin_epoch())
    await other.aclose()


async def test_an_epoch_that_is_still_being_filled_is_not_for_readers(projection):
    await projection.begin_epoch()
    for read in (projection.epoch, lambda: projection.load(0)):
        with pytest.raises(ProjectionLostError):
            await read()


async def test_a_trimmed_stream_is_a_gap_and_a_new_epoch_is_noticed(projection, redis_url):
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    for us in range(3):
        await projection.apply(0, [register(1, "h", us)], epoch=epoch)
    with live_store(redis_url) as client:
        client.xtrim(changes_key(0), maxlen=1, approximate=False)
    with pytest.raises(StreamGapError):
        await anext(projection.follow({0: 0, 1: 0}, epoch=epoch))
    await projection.complete_epoch(await projection.begin_epoch())
    with pytest.raises(ProjectionLostError):
        await anext(projection.follow({0: 3, 1: 0}, epoch=epoch))


async def test_a_stream_keeps_as_many_changes_however_large_the_batches_are(projection, redis_url):
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    batch, batches = 2_000, 15
    for us in range(batches):
        await projection.apply(0, [register(lot, "h", us) for lot in range(batch)], epoch=epoch)
    with live_store(redis_url) as client:
        entries = client.xrange(changes_key(0))
    assert CHANGES_KEPT <= batch * len(entries) <= CHANGES_KEPT + 2 * batch
    reader = projection.follow({0: batch * batches - CHANGES_KEPT, 1: 0}, epoch=epoch)
    for _ in entries[1:]:
        changes = await anext(reader)
    assert changes.to_pos == batch * batches


async def test_a_reader_that_waits_hears_of_a_new_epoch_from_the_stream_itself(
    projection, redis_url
):
    epoch = await projection.begin_epoch()
    await projection.apply(0, [register(1, "h", us) for us in range(3)], epoch=epoch)

    async def nothing_new() -> str:
        return epoch

    waiting = asyncio.ensure_future(
        anext(follow_changes(open_transport(redis_url), {0: 500, 1: 0}, epoch, nothing_new))
    )
    await asyncio.sleep(0.1)
    assert await projection.begin_epoch() > epoch
    with pytest.raises(ProjectionLostError):
        await waiting


async def test_a_stream_that_refuses_the_readers_position_is_read_anew(projection, redis_url):
    epoch = await projection.begin_epoch()
    await projection.complete_epoch(epoch)
    with live_store(redis_url) as client:
        client.set(changes_key(1), "no stream")
    with pytest.raises(ProjectionLostError):
        await anext(projection.follow({0: 0, 1: 0}, epoch=epoch))


async def test_more_registers_than_one_call_can_hold_are_all_merged(projection):
    await projection.complete_epoch(await projection.begin_epoch())
    many = [register(lot, "s:general", 1) for lot in range(9_000)]
    assert await projection.apply_all({0: many}, timeout_s=10) == {0: "2" * 9_000}
    assert len(await content(projection)) == 9_000


async def test_a_redis_that_is_not_there_is_away(tmp_path):
    gone = RedisProjection(f"unix://{tmp_path}/no.sock", partitions=1)
    with pytest.raises(ProjectionAwayError):
        await gone.epoch()
    await gone.aclose()


@pytest.mark.parametrize(
    ("policy", "evicts"), [("noeviction", False), ("volatile-lru", False), ("allkeys-lru", True)]
)
async def test_a_server_that_may_throw_live_state_away_is_known(
    projection, redis_url, policy, evicts
):
    with live_store(redis_url) as client:
        everywhere = {"target_nodes": "all"} if isinstance(client, RedisCluster) else {}
        client.config_set("maxmemory-policy", policy, **everywhere)
        try:
            assert await projection.evicts() == evicts
        finally:
            client.config_set("maxmemory-policy", "noeviction", **everywhere)

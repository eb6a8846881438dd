"""Lots that have gone cost whoever keeps history no memory, and their past stays exact."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from ingest.rollup.library import Library
from ingest.rollup.opening import PLATES
from parking.storage.postgres.pool import PLATFORM, open_pool, scoped
from parking.storage.postgres.sharing.secrets import platform_secret
from parking.storage.settings import StoreUrls
from tests.ingest.city import at, snapshot
from tests.planning.gone_lots import (
    CHAPTERS,
    GOES_S,
    GONE,
    LATER_S,
    ends,
    goes_by,
    is_learned_of,
    is_told_of_late,
    lives,
    time_goes_by,
)
from tests.planning.history_city import HistoryCity, history_city
from tests.planning.random_reports import HOUR_S
from tests.services.databases import clone, drop

MANY, A_ROUND = 40, 4
TAKEN = "taken_us / known_us::float as share"


@pytest.fixture(autouse=True)
def followed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pass hears what the registry says, so that chapters can be compared."""
    monkeypatch.setattr("ingest.rollup.historian.IDLE_S", 0.02)
    monkeypatch.setattr("ingest.rollup.historian.FOLLOW_S", 0.0)


@pytest.fixture
async def past(stores: StoreUrls):
    async with history_city(stores) as made:
        yield made


@asynccontextmanager
async def three_cities(stores: StoreUrls) -> AsyncIterator[list[StoreUrls]]:
    """Give cities that hash plates alike."""
    async with await open_pool(stores.database_url) as pool, scoped(pool, PLATFORM) as app:
        await platform_secret(app, PLATES)
    name = urlsplit(stores.database_url).path[1:]
    others = [await clone(stores.database_url, name) for _ in range(2)]
    try:
        yield [stores, *(StoreUrls(other, stores.redis_url) for other in others)]
    finally:
        for other in others:
            await drop(stores.database_url, other)


async def told(stores: StoreUrls, *, is_taken_over: bool = False) -> list[dict]:
    """Tell the story; returns what the tables hold after each chapter."""
    found = []
    async with history_city(stores) as past, AsyncExitStack() as working:
        await working.enter_async_context(past.working())
        for chapter in CHAPTERS:
            await chapter(past)
            await past.caught_up()
            found.append(await past.contents())
            await time_goes_by(past)
            if is_taken_over:
                await working.aclose()
                await working.enter_async_context(past.working())
                await past.caught_up()
    return found


def compare(these: list[dict], those: list[dict]) -> None:
    for chapter, one, other in zip(CHAPTERS, these, those, strict=True):
        for table, rows in other.items():
            assert one[table] == rows, (chapter.__name__, table)


async def test_history_is_as_if_every_lot_that_ever_was_were_in_memory(
    stores: StoreUrls, monkeypatch: pytest.MonkeyPatch
):
    """Whoever keeps it, or takes over in every chapter."""
    async with three_cities(stores) as (one, two, three):
        put_away = await told(one)
        taken_over = await told(two, is_taken_over=True)
        monkeypatch.setattr(Library, "put_away", lambda _library: None)
        in_memory = await told(three)
    compare(put_away, in_memory)
    compare(taken_over, in_memory)
    changed = sum(before != after for before, after in pairwise(in_memory))
    assert changed >= len(CHAPTERS) - 3  # else the story tells nothing


async def test_a_lot_that_has_gone_leaves_memory_and_comes_back_only_while_it_is_spoken_of(
    past: HistoryCity,
):
    async with past.working():
        await lives(past)
        await past.caught_up()
        assert GONE in past.historian.followed
        await ends(past)
        assert past.historian.followed == {2, 3, 4, 5}
        await goes_by(past)
        await is_told_of_late(past)
        await past.caught_up()
        (row,) = await past.owner.fetch(
            f"select {TAKEN} from occupancy_hour where lot_key = 1 and hour = $1 limit 1",
            past.now.__class__.fromisoformat(at(2 * HOUR_S)),
        )
        assert row["share"] > 0
        await past.move_to(LATER_S + 600)
        await past.caught_up()
        assert GONE not in past.historian.followed
        await is_learned_of(past)
        await past.caught_up()
        await past.move_to(LATER_S + 1_200)
        await past.caught_up()
        assert GONE not in past.historian.followed
    async with past.working():
        await past.caught_up()
        assert past.historian.followed == {2, 3, 4, 5}


async def test_memory_is_of_the_lots_that_are_there_however_many_come_and_go(past: HistoryCity):
    most = 0
    async with past.working():
        for round_ in range(MANY // A_ROUND):
            hour_s = round_ * HOUR_S
            await past.move_to(hour_s)
            names = [f"T-{round_}-{place}" for place in range(A_ROUND)]
            await past.built.add_lots(*names)
            await past.registry_changed()
            await past.send(*(snapshot(place, hour_s, name) for place, name in enumerate(names)))
            await past.move_to(hour_s + 1_800)
            await past.caught_up()
            await past.owner.execute(
                "update lot set deleted_at = city_now() where lot_id = any ($1)", names
            )
            await past.registry_changed()
            await past.caught_up()
            most = max(most, len(past.historian.followed))
    gone = await past.owner.fetchval("select count(*) from lot where deleted_at is not null")
    assert gone == MANY
    assert most <= 5 + 3 * A_ROUND  # those of the last two hours are still to be ended


async def test_states_of_another_release_of_lots_that_have_gone_are_folded_anew(
    past: HistoryCity,
):
    async with past.working():
        await lives(past)
        await past.caught_up()
        await ends(past)
    before = await past.hours("N-1")
    await past.owner.execute(
        "update rollup_state set state = set_byte(state, 1, 99) where lot_key = 1"
    )
    await past.owner.execute("delete from occupancy_hour where lot_key = 1")
    async with past.working():
        await past.caught_up()
        assert await past.hours("N-1") == before
        await past.move_to(GOES_S + 3 * HOUR_S)
        await past.caught_up()
        assert GONE not in past.historian.followed

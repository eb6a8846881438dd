"""What a source may open in a lot by making names up: bays and closures, told where it ends."""

import pytest

from parking.live.lot_registers import LotRegisters
from parking.live.room import BAYS_AT_LEAST, CLOSURES
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, city, report, snapshot

MONTH_S = 32 * 86_400


class Held:
    """The live registers of the city's lots, as its replica would have followed them."""

    def __init__(self) -> None:
        self.of_lot: dict[int, LotRegisters] = {}

    def __call__(self, lot_key: int) -> LotRegisters | None:
        return self.of_lot.get(lot_key)

    async def follow(self, built: City) -> None:
        by_lot: dict[int, dict[str, str]] = {}
        for (lot_key, name), content in (await built.registers()).items():
            by_lot.setdefault(lot_key, {})[name] = "0" * 16 + content
        for lot_key, stored in by_lot.items():
            self.of_lot.setdefault(lot_key, LotRegisters()).replace(stored)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
async def live_city(stores: StoreUrls, held: Held):
    async with city(stores, registers=held) as built:
        yield built


def bay(code: int, seconds: float = 0) -> dict:
    return report("space", f"b{code}@{seconds}", seconds, space_code=str(code), status="free")


def closure(number: int, seconds: float = 0, **more: object) -> dict:
    return report("closure", f"c{number}", seconds, reason="again", **more)


async def test_a_feed_that_makes_a_new_code_each_time_is_stopped_and_told_why(live_city, held):
    await live_city.statuses(*(bay(code) for code in range(BAYS_AT_LEAST)))
    await held.follow(live_city)
    answer = await live_city.send(bay(0, 5), bay(BAYS_AT_LEAST, 5), snapshot(3))
    known, unknown, other = answer["results"]
    assert (known["status"], other["status"]) == ("accepted", "accepted")
    assert unknown["problem"]["type"].endswith("/limit-exceeded")
    assert unknown["problem"]["pointer"] == "/reports/1/space_code"
    assert "code the same" in unknown["problem"]["detail"]


async def test_a_lot_of_many_spaces_has_room_for_their_bays(live_city, held):
    large = {"general": BAYS_AT_LEAST}
    live_city.directory.find_lot("N-1").capacity.update(large)
    await live_city.statuses(*(bay(code) for code in range(BAYS_AT_LEAST)))
    await held.follow(live_city)
    assert await live_city.statuses(bay(BAYS_AT_LEAST)) == ["accepted"]


async def test_a_lot_is_not_closed_anew_without_end_and_an_old_closure_is_still_changed(
    live_city, held
):
    over = {"to": "2026-11-21T12:00:01Z"}
    await live_city.statuses(*(closure(number, **over) for number in range(CLOSURES)))
    await held.follow(live_city)
    answer = await live_city.send(closure(0, 1), closure(CLOSURES, 1))
    changed, opened = answer["results"]
    assert changed["status"] == "accepted"
    assert opened["problem"]["type"].endswith("/limit-exceeded")
    assert held.of_lot[1].closures_since(live_city.clock.now_us() + MONTH_S * 1_000_000) == 0

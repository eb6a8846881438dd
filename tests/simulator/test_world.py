"""The simulated world: conservation, capacity, and the same day from the same seed."""

from collections import Counter
from hashlib import blake2b

import pytest

from simulator.jinan_data import jinan
from simulator.world import Happening, World

MORNING_US = 1_795_219_200_000_000  # 2026-11-21T08:00:00+08:00
HOUR_US = 3_600_000_000


def a_world(seed: int = 1, lots: int = 40) -> World:
    return World(jinan(seed, lots), MORNING_US, "Asia/Shanghai")


def an_hour(world: World) -> list[Happening]:
    return list(world.advance(MORNING_US + HOUR_US))


def parked(world: World) -> Counter[tuple[int, str]]:
    return Counter(
        {
            (lot, name): spaces.capacity - spaces.free
            for lot, classes in enumerate(world.spaces)
            for name, spaces in classes.items()
        }
    )


def test_cars_are_neither_made_nor_lost() -> None:
    world = a_world()
    expected = parked(world)
    for event in an_hour(world):
        step = {"arrival": 1, "departure": -1, "refusal": 0}[event.what]
        expected[event.lot, event.space_class] += step
    assert parked(world) == expected


def test_no_lot_ever_holds_more_cars_than_spaces() -> None:
    world = a_world()
    for _ in world.advance(MORNING_US + HOUR_US):
        pass
    for classes in world.spaces:
        for spaces in classes.values():
            assert 0 <= spaces.free <= spaces.capacity


def test_no_space_is_taken_twice_before_it_is_left() -> None:
    world = a_world()
    taken: set[tuple[int, str, int | None]] = set()
    for event in an_hour(world):
        space = (event.lot, event.space_class, event.bay)
        if event.what == "arrival":
            assert space not in taken
            taken.add(space)
        elif event.what == "departure":
            taken.discard(space)


def test_a_car_is_refused_only_where_nothing_is_free() -> None:
    world = a_world(seed=3, lots=60)
    refusals = 0
    for event in world.advance(MORNING_US + 2 * HOUR_US):
        if event.what == "refusal":
            refusals += 1
            assert world.spaces[event.lot][event.space_class].free == 0
    assert refusals > 0


def digest(events: list[Happening]) -> str:
    return blake2b(repr(events).encode()).hexdigest()


def test_the_same_seed_gives_the_same_hour_and_another_seed_another() -> None:
    assert digest(an_hour(a_world(seed=1))) == digest(an_hour(a_world(seed=1)))
    assert digest(an_hour(a_world(seed=1))) != digest(an_hour(a_world(seed=2)))


@pytest.mark.parametrize("steps", [1, 7, 60])
def test_how_often_time_is_looked_at_changes_nothing(steps: int) -> None:
    whole, stepped = a_world(), a_world()
    events = [
        event
        for step in range(1, steps + 1)
        for event in stepped.advance(MORNING_US + HOUR_US * step // steps)
    ]
    assert events == an_hour(whole)

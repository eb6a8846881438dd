"""Shared spaces in a running city: on the map when their window opens, off it before it closes."""

from tests.services.city import City, draft, snapshot
from tests.sharing import agreeing, booking_calls
from tests.sharing.agreeing import LOT, book, call, driver_of, lent, open_city
from tests.sharing.booking_calls import held, lent_lot, new_driver, step
from tests.sharing.working_city import working

NEAR = "/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=500&space_class=shared&min_free=1"
CELLS = "/v1/cells?bbox=117.0,36.5,117.3,36.8&space_class=shared&metric=capacity"
NIGHT = [(18.99, []), (19, [2]), (21.99, [2]), (22, []), (30, [2]), (31.1, []), (31.5, [])]
"""Hours after Monday's midnight: from seven to half past seven, no way in from ten to six, and a
quarter of an hour and the buffer are to be left."""


async def near(city: City, wanted: list[int]) -> dict:
    """Wait until a driver near by is shown lots with so many shared spaces."""

    def shown(answer: dict) -> bool:
        found = [lot["availability"]["by_class"]["shared"]["free"] for lot in answer["results"]]
        return found == wanted

    return await city.until(NEAR, shown)


async def a_night(city: City) -> None:
    await lent(city, await open_city(city))
    for hours, wanted in NIGHT:
        await city.set_clock("manual", agreeing.at(hours))
        await near(city, wanted)


async def test_jinans_garages_are_on_the_map_at_night_while_one_may_come(city, stores):
    async with working(stores):
        await a_night(city)


async def test_no_worker_need_run_for_windows_to_open_and_close(city):
    await a_night(city)


async def test_spaces_that_are_open_count_in_their_cell_though_none_may_come_now(city):
    await lent(city, await open_city(city))
    await city.set_clock("manual", agreeing.at(23))
    await city.until(CELLS, lambda answer: [cell["value"] for cell in answer["cells"]] == [2])


async def test_a_hold_takes_its_space_off_the_map_and_gives_it_back_though_no_worker_runs(city):
    await lent_lot(city, ["B1", "B2"])
    await booking_calls.at(city, 0.1)
    await held(city, await new_driver(city), begin=0.2, end=2)
    await near(city, [1])
    await booking_calls.at(city, 0.2)
    await near(city, [2])


async def test_a_space_that_is_given_up_is_on_the_map_again(city):
    await lent_lot(city)
    driver = await new_driver(city)
    await booking_calls.at(city, 0.1)
    booking = await held(city, driver, begin=0.2, end=2)
    await near(city, [])
    assert (await step(city, booking, "cancel", driver)).status_code == 200
    await near(city, [1])


Figures = dict[str, tuple[int, int]]


async def counted(
    city: City, key: dict[str, str], hours: float, free: int, wanted: Figures
) -> None:
    """Let ten spaces be counted at that hour, and wait until everybody is told what is wanted.

    What may be taken by anybody is general and shared together: in all answers of the city.
    """
    now = agreeing.at(hours)
    await city.set_clock("manual", now)
    spaces = [{"space_class": "general", "free": free, "capacity": 10}]
    report = snapshot(LOT, free, f"{hours}", observed_at=now.isoformat(), spaces=spaces)
    assert (await city.report(key, report)).status_code == 200
    total = tuple(map(sum, zip(*wanted.values(), strict=True)))

    def shown(answer: dict) -> bool:
        told = answer["availability"]
        split = {
            name: (space["free"], space["capacity"]) for name, space in told["by_class"].items()
        }
        return split == wanted and (told["free"], told["capacity"]) == total

    await city.until(f"/v1/lots/{LOT}", shown)
    near = f"/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=500&min_free={total[0]}"
    await city.until(near, lambda answer: [shown(lot) for lot in answer["results"]] == [True])
    more = near.replace(f"min_free={total[0]}", f"min_free={total[0] + 1}")
    await city.until(more, lambda answer: answer["results"] == [])
    cells = CELLS.replace("shared", "general")
    await city.until(
        cells, lambda answer: [cell["value"] for cell in answer["cells"]] == [total[1]]
    )


async def test_a_lot_of_ten_has_ten_spaces_while_it_lends_two_of_them(city):
    key = await open_city(city)
    await city.put_lots(draft(LOT, capacity={"general": 10}))
    await lent(city, key)
    driver = await driver_of(city)
    await counted(city, key, 18.99, 10, {"general": (10, 10)})
    await counted(city, key, 19.25, 10, {"general": (8, 8), "shared": (2, 2)})
    booking = await book(city, driver, agreeing.at(19.5))
    await counted(city, key, 19.4, 10, {"general": (8, 8), "shared": (1, 2)})
    await counted(city, key, 19.5, 10, {"general": (8, 8), "shared": (1, 2)})
    entered = await call(city, "POST", f"/v1/sharing/bookings/{booking}/check-in", driver)
    assert entered.status_code == 200, entered.text
    await counted(city, key, 19.75, 9, {"general": (8, 8), "shared": (1, 2)})
    await counted(city, key, 31.5, 9, {"general": (9, 10)})
    await counted(city, key, 31.6, 10, {"general": (10, 10)})

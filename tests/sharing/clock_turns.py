"""The city's clock as its worker would turn it, and cars that come to stay."""

from typing import Any

from ingest.sharing.clockwork import Clockwork
from parking.sharing.city_rules import JINAN, CityRules
from tests.services.city import City
from tests.sharing.booking_calls import at, held, step
from tests.sharing.lending import platform


async def turn(city: City, hours: float | None = None, rules: CityRules = JINAN) -> None:
    """Set the clock, if hours after the whole hour are given, and take what is due."""
    if hours is not None:
        await at(city, hours)
    await Clockwork(city.pool, rules).turn()


async def booked(city: City, driver: dict[str, str], **body: Any) -> dict[str, Any]:
    """A booking that is confirmed, or waits for its gate."""
    booking = await held(city, driver, **body)
    confirmed = await step(city, booking, "confirm", driver)
    assert confirmed.status_code == 200, confirmed.text
    return confirmed.json()


async def staying(city: City, driver: dict[str, str], **body: Any) -> dict[str, Any]:
    """A car that came at the start of its booking; the clock stands there."""
    await at(city, body["begin"])
    booking = await booked(city, driver, **body)
    came = await step(city, booking, "check-in", driver)
    assert came.status_code == 200, came.text
    return came.json()


async def read(city: City, driver: dict[str, str], booking: dict[str, Any]) -> dict[str, Any]:
    """A booking as its driver sees it now."""
    path = f"/v1/sharing/bookings/{booking['booking_id']}"
    return (await city.client.get(path, headers=driver)).json()


async def kinds(city: City, driver: dict[str, str]) -> list[str]:
    """What a driver was told, in order."""
    page = (await city.client.get("/v1/sharing/notices", headers=driver)).json()
    return [notice["kind"] for notice in reversed(page["notices"])]


async def balance(city: City, account: str = "driver:%") -> int:
    """What accounts come to, in fen."""
    async with platform(city.pool) as connection:
        return await connection.fetchval(
            "select coalesce(sum(amount), 0)::bigint from ledger_posting"
            " where account like $1 and unit = 'fen'",
            account,
        )


async def two_in_one_space(city: City) -> int:
    """How many pairs of bookings are in one space at one time, blocked or stayed in."""
    async with platform(city.pool) as connection:
        return await connection.fetchval(
            "select count(*) from booking a join booking b using (space_key)"
            " where a.booking_key < b.booking_key"
            " and a.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')"
            " and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')"
            " and (a.blocked && b.blocked or (a.status in ('active', 'overstay')"
            " and b.status in ('active', 'overstay')))"
        )

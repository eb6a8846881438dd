"""Bookings as a driver makes them over HTTP, in a city that runs."""

from itertools import count
from typing import Any

import httpx

from parking.clock import from_us
from tests.services.city import City, draft
from tests.sharing.lending import Lent, hour, lend, lot_key_of, platform, rfc

BOOKINGS = "/v1/sharing/bookings"
LOT = "op1-lot"
_KEYS = count(1)


def fresh_key() -> str:
    return f"key-{next(_KEYS)}"


async def new_driver(city: City) -> dict[str, str]:
    """Headers of a new driver."""
    made = await city.client.post("/v1/drivers")
    assert made.status_code == 201, made.text
    return {"authorization": f"Bearer {made.json()['key']}"}


async def lent_lot(
    city: City, spaces=("B1",), lot_id: str = LOT, lat=36.65, has_gate=False, **terms
) -> Lent:
    """A lot whose spaces are lent from yesterday on, for four days, free unless said otherwise."""
    await city.put_lots(draft(lot_id, lat=lat, has_gate=has_gate))
    async with platform(city.pool) as connection:
        return await lend(connection, await lot_key_of(city.pool, lot_id), spaces, **terms)


def wanted(begin: float = 2, end: float = 4, **more: Any) -> dict[str, Any]:
    """A body for hours from the whole hour before now."""
    body = {"lot_id": LOT, "from": rfc(hour(begin)), "to": rfc(hour(end)), "plate": "鲁A12345"}
    return {name: value for name, value in (body | more).items() if value is not None}


async def post(
    city: City, path: str, driver: dict[str, str], body: Any = None, key: str | None = None
) -> httpx.Response:
    """Call once, under a key of its own where none is given."""
    headers = driver | {"idempotency-key": key or fresh_key()}
    return await city.client.post(path, json=body, headers=headers)


async def hold(city: City, driver: dict[str, str], **body: Any) -> httpx.Response:
    return await post(city, BOOKINGS, driver, wanted(**body))


async def held(city: City, driver: dict[str, str], **body: Any) -> dict[str, Any]:
    """A hold that was granted."""
    answer = await hold(city, driver, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def step(
    city: City, booking: dict[str, Any], name: str, driver: dict[str, str], body: Any = None
) -> httpx.Response:
    return await post(city, f"{BOOKINGS}/{booking['booking_id']}/{name}", driver, body)


async def at(city: City, hours: float) -> None:
    """Set the city's clock, which then stands still, so many hours after the whole hour."""
    await city.set_clock("manual", from_us(hour(hours)))


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Which problem it is."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]

"""Owners who lend spaces over HTTP, and bookings put straight under what they lend."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from parking.storage.postgres.sharing.new_ids import new_id
from tests.services.city import City, draft
from tests.sharing.lending import new_driver, platform

LOT = "op1-a"
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
AGREEMENTS = "/v1/sharing/agreements"
NIGHTS = {"days": ["workday"], "stay": ["19:00", "07:30"],
          "movement": [["19:00", "22:00"], ["06:00", "07:30"]]}  # fmt: skip
TERMS = {
    "lot_id": LOT, "spaces": ["B1-07", "B1-08"],
    "valid": {"from": "2026-11-01", "until": "2027-10-31"},
    "windows": [NIGHTS, {"days": ["weekend", "holiday"], "stay": ["00:00", "24:00"],
                         "movement": [["06:00", "22:00"]]}],
    "vehicle": {"max_height_m": 1.8, "max_seats": 7}, "price": {"free": True},
    "notice": {"cancel_min": 60, "suspend_h": 24},
}  # fmt: skip
_NUMBERS = count(1)


def at(hours: float) -> datetime:
    """So many hours after Monday's midnight in Jinan."""
    return MONDAY.replace(hour=0) + timedelta(hours=hours)


async def open_city(city: City, now: datetime = MONDAY) -> dict[str, str]:
    """Register the lot in a city whose clock stands; returns its operator's key."""
    await city.set_clock("manual", now)
    await city.put_lots(draft(LOT))
    return await city.key("operator", "op1")


async def call(
    city: City, method: str, path: str, key: dict[str, str], body: Any = None, once: str = ""
) -> httpx.Response:
    """Call with an Idempotency-Key of its own, or the one given."""
    headers = key | {"idempotency-key": once or f"call-{next(_NUMBERS)}"}
    return await city.client.request(method, path, json=body, headers=headers)


async def lend(city: City, key: dict[str, str], **changes: Any) -> httpx.Response:
    return await call(city, "POST", AGREEMENTS, key, TERMS | changes)


async def lent(city: City, key: dict[str, str], **changes: Any) -> str:
    """Lend, and give the agreement's address."""
    made = await lend(city, key, **changes)
    assert made.status_code == 201, made.text
    return f"{AGREEMENTS}/{made.json()['agreement_id']}"


async def edit(city: City, key: dict[str, str], path: str, **changes: Any) -> httpx.Response:
    return await call(city, "PATCH", path, key, changes)


async def windows(city: City, key: dict[str, str], path: str) -> list[dict[str, Any]]:
    return (await city.client.get(f"{path}/windows", headers=key)).json()["windows"]


async def put_booking(
    city: City,
    path: str,
    begins: datetime,
    ends: datetime,
    *,
    space: str = "B1-07",
    status: str = "confirmed",
    **columns: Any,
) -> str:
    """Book without asking whether it may be; returns the booking's id."""
    booking_id = new_id()
    _, driver_key = await new_driver(city.pool)
    given = {"is_free": True, "plate_hash": b"\0" * 32, "driver_key": driver_key} | columns
    names, marks = ", ".join(given), ", ".join(f"${n}" for n in range(7, 7 + len(given)))
    async with platform(city.pool) as connection:
        await connection.execute(
            "insert into booking (booking_id, space_key, agreement_key, agreement_version,"
            f" lot_key, status, during, blocked, hold_expires_at, {names})"
            " select $1, s.space_key, a.agreement_key, a.version, a.lot_key, $4,"
            " tstzrange($5, $6), tstzrange($5, $6 + interval '10 minutes'),"
            f" city_now() + interval '5 minutes', {marks}"
            " from sharing_agreement a join shared_space s using (lot_key)"
            " where a.agreement_id = $2 and s.space_code = $3",
            booking_id, path.rsplit("/", 1)[1], space, status, begins, ends, *given.values(),
        )  # fmt: skip
    return booking_id


async def driver_of(city: City) -> dict[str, str]:
    """A new driver's key."""
    made = (await city.client.post("/v1/drivers")).json()
    return {"authorization": f"Bearer {made['key']}"}


def wanted(begins: datetime, hours: float = 1) -> dict[str, str]:
    """What a driver asks for."""
    ends = begins + timedelta(hours=hours)
    plate = "鲁A12345"
    return {"lot_id": LOT, "from": begins.isoformat(), "to": ends.isoformat(), "plate": plate}


async def book(city: City, driver: dict[str, str], begins: datetime, hours: float = 1) -> str:
    """Hold and confirm as a driver does; returns the booking's id."""
    held = await call(city, "POST", "/v1/sharing/bookings", driver, wanted(begins, hours))
    assert held.status_code == 201, held.text
    booking: str = held.json()["booking_id"]
    confirmed = await call(city, "POST", f"/v1/sharing/bookings/{booking}/confirm", driver)
    assert confirmed.json()["status"] == "confirmed", confirmed.text
    return booking


async def told(city: City, booking_id: str) -> list[tuple[str, dict[str, Any]]]:
    """What the driver of a booking was told, in order."""
    async with platform(city.pool) as connection:
        rows = await connection.fetch(
            "select kind, facts from sharing_notice join booking using (booking_key)"
            " where booking_id = $1 and sharing_notice.driver_key is not null order by notice_key",
            booking_id,
        )
    return [(row["kind"], row["facts"]) for row in rows]


async def status_of(city: City, booking_id: str) -> str:
    async with platform(city.pool) as connection:
        return await connection.fetchval(
            "select status from booking where booking_id = $1", booking_id
        )


async def trail(city: City, action: str) -> list[dict[str, Any]]:
    """Details of what was done, from the audit log."""
    async with platform(city.pool) as connection:
        rows = await connection.fetch(
            "select detail from audit_log where action = $1 order by id", action
        )
    return [row["detail"] for row in rows]


def slug(answer: httpx.Response) -> tuple[int, str, str | None]:
    """Status, type and pointer of a problem."""
    problem = answer.json()
    return answer.status_code, problem["type"].rsplit("/", 1)[1], problem.get("pointer")


def hours_of(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Windows as day and hours."""
    return [(window["from"][:16], window["to"][:16]) for window in found]

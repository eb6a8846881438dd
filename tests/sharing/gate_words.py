"""A reference gate at a lot of a running city, and its words carried by hand, without a broker."""

from itertools import count
from typing import Any

import msgspec

from ingest.sharing.gate_messages import read_passage
from parking.sharing.signing import PublicKeys, from_base64url, read_jwks
from parking.storage.postgres.sharing.gate_orders import GateOrders
from parking.storage.postgres.sharing.gate_passages import GatePassages, Passage
from simulator.gate import Decision, Gate
from tests.services.city import City
from tests.sharing.booking_calls import LOT
from tests.sharing.lending import hour, platform

KEYS = "/v1/sharing/gate-keys"
PLATE = "鲁A12345"
_SERIALS = count(1)


async def public_keys(city: City) -> PublicKeys:
    return read_jwks((await city.client.get(KEYS)).json()["keys"])


async def gate_of(city: City, lot_id: str = LOT) -> Gate:
    """A gate as its operator sets it up."""
    operator = await city.key("operator", lot_id.partition("-")[0])
    told = (await city.client.get(f"{KEYS}/{lot_id}", headers=operator)).json()
    serials = (f"s{number}" for number in _SERIALS)
    return Gate(lot_id, await public_keys(city), serials, from_base64url(told["plate_key"]))


async def carry_down(city: City, gate: Gate) -> int:
    """Bring the gate what is due, and its acknowledgements back; how many words there were."""
    orders = GateOrders(city.pool)
    words = await orders.take()
    for word in words:
        said = gate.hear(word.token)
        if said is not None:
            assert await orders.acknowledge(word.lot_id, said["booking_id"], said["jti"])
    return len(words)


async def carry_up(city: City, gate: Gate) -> None:
    """Tell the platform every passage, twice, and give the gate its receipts."""
    for said in list(gate.unsaid.values()):
        for _ in range(2):
            assert await GatePassages(city.pool).take(gate.lot_id, passage_of(said))
        gate.settle(said["serial"])


def passage_of(said: dict[str, Any], **other: Any) -> Passage:
    """A passage as the channel reads it."""
    return read_passage(msgspec.json.encode(said | other))


def drive(gate: Gate, way: str, hours: float, plate: str = PLATE) -> Decision:
    """A car at the gate, so many hours after the whole hour."""
    return gate.pass_by_plate(plate, way, hour(hours))


async def order_of(city: City, booking: dict[str, Any]) -> dict[str, Any]:
    async with platform(city.pool) as connection:
        row = await connection.fetchrow(
            "select o.state, o.attempts, o.authorisation from gate_order o"
            " join booking using (booking_key) where booking_id = $1",
            booking["booking_id"],
        )
    return dict(row)


async def column(city: City, booking: dict[str, Any], name: str) -> Any:
    """A column of the booking that no answer tells."""
    async with platform(city.pool) as connection:
        return await connection.fetchval(
            f"select {name} from booking where booking_id = $1", booking["booking_id"]
        )


async def wind_on(city: City) -> None:
    """Let whatever waits to be sent again be due."""
    async with platform(city.pool) as connection:
        await connection.execute("update gate_order set next_at = now() - interval '1 hour'")

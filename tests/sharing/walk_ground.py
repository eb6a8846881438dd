"""Where walks go: lots with and without gate and price, drivers with keys, an owner."""

from dataclasses import dataclass
from itertools import count

import asyncpg

from parking.principal import Principal
from parking.sharing.authorisation import Direction
from parking.sharing.signing import PublicKeys, read_jwks
from parking.sharing.terms import Price
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.sharing.gate_grants import lot_key as plate_key_of
from parking.storage.postgres.sharing.gate_keys import GateKeys
from parking.storage.postgres.sharing.gate_orders import GateOrders
from parking.storage.postgres.sharing.gate_passages import GatePassages
from simulator.gate import Gate
from tests.services.city import draft
from tests.sharing.gate_words import passage_of
from tests.sharing.lending import Lent, hour, lend, lot_key_of, platform


@dataclass(frozen=True)
class WalkedLot:
    """A lot with two spaces, free or not, with a gate or not."""

    lot_id: str
    lot_key: int
    lent: Lent
    has_gate: bool
    gate: Gate


@dataclass(frozen=True)
class Ground:
    """The city that is walked through; `drivers` have keys."""

    pool: asyncpg.Pool
    lots: list[WalkedLot]
    drivers: list[Principal]
    owner: Principal
    keys: PublicKeys

    async def tell_gates(self) -> None:
        """Bring them what is due, and their acknowledgements back."""
        orders = GateOrders(self.pool)
        await orders.hasten()
        gates = {lot.lot_id: lot.gate for lot in self.lots}
        while words := await orders.take():
            for word in words:
                said = gates[word.lot_id].hear(word.token)
                if said is not None:
                    await orders.acknowledge(word.lot_id, said["booking_id"], said["jti"])

    async def pass_gate(
        self, lot: WalkedLot, plate: str, direction: Direction, now_us: int
    ) -> str | None:
        """Drive a car to it, and tell the platform; the booking by which it was let pass."""
        decision = lot.gate.pass_by_plate(plate, direction, now_us)
        for said in list(lot.gate.unsaid.values()):
            await GatePassages(self.pool).take(lot.lot_id, passage_of(said))
            lot.gate.settle(said["serial"])
        return decision.booking_id if decision.reason is None else None


async def make_ground(pool: asyncpg.Pool) -> Ground:
    """Four lots: each with or without a gate and a price."""
    async with platform(pool) as connection:
        for number in range(3):
            await connection.execute(
                "insert into api_key (key_id, secret_hash, role) values ($1, $2, 'driver')",
                f"walker{number}", b"\0" * 32,
            )  # fmt: skip
    keys = read_jwks(await GateKeys(pool).published())
    lots = [
        await _lot(pool, keys, number, has_gate=bool(number % 2)) for number in range(4)
    ]  # fmt: skip
    async with platform(pool) as connection:
        operator = await connection.fetchval(
            "select operator_key from lot where lot_key = $1", lots[0].lot_key
        )
    owner = Principal("operator", key_id="owner", operator_key=operator)
    drivers = [Principal("driver", key_id=f"walker{number}") for number in range(3)]
    return Ground(pool, lots, drivers, owner, keys)


async def _lot(pool: asyncpg.Pool, keys: PublicKeys, number: int, *, has_gate: bool) -> WalkedLot:
    lot_id = f"op1-walk{number}"
    await PostgresRegistry(pool).put_lots(PLATFORM, [draft(lot_id, has_gate=has_gate)])
    lot_key = await lot_key_of(pool, lot_id)
    price = Price("hour", fen=200) if number >= 2 else None
    async with platform(pool) as connection:
        lent = await lend(
            connection, lot_key, ["B1", "B2"], [(hour(-9), hour(-8))], price=price,
            buffer_min=10 * (number % 2),
        )  # fmt: skip
        plate_key = await plate_key_of(connection, lot_id)
    serials = (f"{lot_id}-{serial}" for serial in count(1))
    return WalkedLot(lot_id, lot_key, lent, has_gate, Gate(lot_id, keys, serials, plate_key))

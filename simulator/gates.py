"""Attends the gates of several lots on one event loop; cars come to them from other threads."""

import asyncio
import secrets
from collections.abc import Mapping
from functools import partial

from parking.sharing.authorisation import Direction
from parking.sharing.broker_address import BrokerAddress
from simulator.city_client import CityClient
from simulator.gate import Gate
from simulator.gate_client import GateClient
from simulator.gate_setup import fetch_keys, set_up_gate


class Gates:
    """`doors` are the API with the keys of those who run the lots, by lot."""

    def __init__(self, broker: BrokerAddress, doors: Mapping[str, CityClient]) -> None:
        self._broker = broker
        self._doors = doors
        self._gates: dict[str, Gate] = {}
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Set every gate up and let it hear and tell, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for lot_id, door in self._doors.items():
                gate = await asyncio.to_thread(set_up_gate, door, lot_id)
                keys = partial(asyncio.to_thread, fetch_keys, door)
                client = GateClient(gate, self._broker, keys, f"gate-{secrets.token_hex(8)}")
                group.create_task(client.run())
                self._gates[lot_id] = gate

    def meet(self, lot_id: str, plate: str, way: Direction, now_us: int) -> None:
        """Let a car come to a lot's gate, from any thread; nobody is at other lots' gates."""
        gate = self._gates.get(lot_id)
        if gate is not None:
            self._loop.call_soon_threadsafe(gate.pass_by_plate, plate, way, now_us)

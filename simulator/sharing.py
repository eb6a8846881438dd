"""Runs tidal sharing in a simulated city: agreements, gates, drivers. A composition root."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import httpx
import msgspec
import structlog

from parking.clock import from_us
from parking.sharing.broker_address import BrokerAddress
from simulator.city import City
from simulator.city_client import CityBusyError, CityClient
from simulator.gates import Gates
from simulator.jinan_sharing import LentLot, lent_lots
from simulator.lending import lend_all
from simulator.main import ZONE, city_time
from simulator.shared_driver import AtGate, SharedDriver
from simulator.shared_drivers import plate_of

TICK_S: Final = 1.0

log = structlog.get_logger("onelot.simulator")


@dataclass(frozen=True, slots=True)
class SharingPlan:
    """Whose city it is, and who takes part.

    `keys` are by operator id, and `owner`; `drivers_file` keeps the keys of drivers from one run to
    the next. Without `broker` no gate is attended.
    """

    city: City
    url: str
    keys: Mapping[str, str]
    drivers: int
    drivers_file: Path
    broker: BrokerAddress | None = None


async def share(plan: SharingPlan, stop: asyncio.Event) -> int:
    """Lend what is to be lent; returns of how many lots that stands.

    Then, where there are any, attend gates and let drivers book until `stop`.
    """
    lots = lent_lots(plan.city)
    with ExitStack() as stack:
        doors = {
            name: stack.enter_context(CityClient(plan.url, key)) for name, key in plan.keys.items()
        }
        front = next(iter(doors.values()))
        now_us = await asyncio.to_thread(city_time, front)
        year = from_us(await asyncio.to_thread(now_us)).astimezone(ZoneInfo(ZONE)).year
        lent = await asyncio.to_thread(lend_all, lots, doors, year)
        log.info("spaces are lent", lots=lent)
        if plan.drivers == 0 or not lots:
            return lent
        keys = await asyncio.to_thread(_driver_keys, front, plan.drivers, plan.drivers_file)
        cars = [stack.enter_context(CityClient(plan.url, key)) for key in keys]
        drivers = _drivers(cars, lots, plan.city.seed)
        gated = {
            lent.lot.lot_id: doors[lent.lot.operator.operator_id] for lent in lots if lent.has_gate
        }
        async with asyncio.TaskGroup() as group:
            tasks = []
            at_gate: AtGate = _nobody
            if plan.broker is not None:
                gates = Gates(plan.broker, gated)
                at_gate = gates.meet
                tasks.append(group.create_task(gates.run()))
            tasks.append(group.create_task(_drive(drivers, now_us, at_gate)))
            await stop.wait()
            for task in tasks:
                task.cancel()
    return lent


async def _drive(
    drivers: Sequence[SharedDriver], now_us: Callable[[], int], at_gate: AtGate
) -> None:
    while True:
        await asyncio.to_thread(_let_all_act, drivers, now_us, at_gate)
        await asyncio.sleep(TICK_S)


def _let_all_act(
    drivers: Sequence[SharedDriver], now_us: Callable[[], int], at_gate: AtGate
) -> None:
    """Let each do what is next; a city that is away is asked again at the next tick."""
    try:
        for driver in drivers:
            driver.act(now_us(), at_gate)
    except (httpx.TransportError, CityBusyError) as error:
        log.warning("city away", error=str(error))


def _drivers(cars: Sequence[CityClient], lots: Sequence[LentLot], seed: int) -> list[SharedDriver]:
    """Give each a car, and a lot that lends as the place it goes to."""
    drivers = []
    for number, door in enumerate(cars):
        dice = Random(f"driver-{seed}-{number}")
        lot = dice.choice(lots).lot
        drivers.append(SharedDriver(door, plate_of(number), (lot.lat, lot.lon), dice))
    return drivers


def _driver_keys(front: CityClient, drivers: int, file: Path) -> list[str]:
    """Return the drivers' keys: those of the last run, and new ones where they are too few."""
    keys = msgspec.json.decode(file.read_bytes(), type=list[str]) if file.is_file() else []
    keys += [front.call("POST", "/v1/drivers")["key"] for _ in range(drivers - len(keys))]
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.encode(keys))
    return keys[:drivers]


def _nobody(*_: object) -> None:
    """Nobody attends any gate."""

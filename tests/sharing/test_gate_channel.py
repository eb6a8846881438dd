"""Gates over a real broker: the way is cut, the broker is lost, and no word is."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import gmqtt
import iotcore
import pytest

from ingest.sharing.gates import GateChannel
from ingest.work import run_worker
from parking.sharing.broker_address import BrokerAddress
from parking.storage.settings import StoreUrls
from simulator.gate import Gate
from simulator.gate_client import GateClient
from tests.faults.kit.proxy import proxied
from tests.services.city import PATIENCE_S, City
from tests.sharing.booking_calls import LOT, at, lent_lot, new_driver
from tests.sharing.clock_turns import booked, read
from tests.sharing.gate_words import drive, gate_of, order_of, public_keys


def new_broker(port: int) -> iotcore.Broker:
    return iotcore.Broker(listen="127.0.0.1", port=port).start(PATIENCE_S)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def broker(port: int) -> Iterator[iotcore.Broker]:
    running = new_broker(port)
    yield running
    running.stop()


@pytest.fixture
def url(broker: iotcore.Broker) -> str:
    return f"mqtt://127.0.0.1:{broker.port}"


@pytest.fixture
async def gated(city: City) -> City:
    await lent_lot(city, has_gate=True)
    await at(city, 0)
    return city


@asynccontextmanager
async def channel(city: City, url: str) -> AsyncIterator[None]:
    """The platform's end, as the leading worker runs it."""
    running = asyncio.create_task(GateChannel(city.pool, url).run())
    yield
    running.cancel()
    await asyncio.wait([running])


@asynccontextmanager
async def client(city: City, url: str) -> AsyncIterator[Gate]:
    """The gate's end; the gate itself goes on whatever happens to its client."""
    gate = await gate_of(city)
    address = BrokerAddress.parse(url)
    carried = GateClient(gate, address, lambda: public_keys(city), "gate-1")
    running = asyncio.create_task(carried.run())
    yield gate
    running.cancel()
    await asyncio.wait([running])


async def until_status(city: City, driver, booking, status: str) -> None:
    async with asyncio.timeout(4 * PATIENCE_S):
        while (await read(city, driver, booking))["status"] != status:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def until(holds) -> None:
    async with asyncio.timeout(4 * PATIENCE_S):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_booking_is_confirmed_by_its_gate_and_its_car_comes_and_goes(gated: City, url: str):
    driver = await new_driver(gated)
    async with channel(gated, url), client(gated, url) as gate:
        booking = await booked(gated, driver)
        await until_status(gated, driver, booking, "confirmed")
        await at(gated, 2)
        assert drive(gate, "entry", 2).reason is None
        await until_status(gated, driver, booking, "active")
        assert drive(gate, "exit", 3).reason is None
        await until_status(gated, driver, booking, "completed")
        await until(lambda: not gate.unsaid)


async def test_with_the_way_to_the_gate_cut_nothing_is_confirmed_and_nothing_is_lost(
    gated: City, url: str
):
    driver = await new_driver(gated)
    with proxied(url) as (proxy, through):
        async with channel(gated, url), client(gated, through) as gate:
            first = await booked(gated, driver, begin=2, end=3)
            await until_status(gated, driver, first, "confirmed")

            proxy.pause()
            second = await booked(gated, driver, begin=4, end=5)
            await at(gated, 2)
            assert drive(gate, "entry", 2).reason is None  # offline, by what it knows
            await asyncio.sleep(2)
            assert (await read(gated, driver, first))["status"] == "confirmed"
            assert (await read(gated, driver, second))["status"] == "pending_gate"

            proxy.reset()
            proxy.heal()
            await until_status(gated, driver, first, "active")
            await until_status(gated, driver, second, "confirmed")


async def test_a_word_said_while_a_reply_was_lost_is_said_again(gated: City, url: str):
    driver = await new_driver(gated)
    with proxied(url) as (proxy, through):
        async with channel(gated, through), client(gated, url) as gate:
            await until(lambda: proxy.connected)
            proxy.drop_reply_to(b"/authorisations")
            booking = await booked(gated, driver)
            await until_status(gated, driver, booking, "confirmed")
            assert drive(gate, "entry", 2).reason is None
            assert proxy.dropped == 1


async def test_a_broker_that_is_lost_and_comes_back_empty_costs_no_word(
    gated: City, broker: iotcore.Broker, url: str, port: int
):
    driver = await new_driver(gated)
    async with channel(gated, url), client(gated, url) as gate:
        first = await booked(gated, driver, begin=2, end=3)
        await until_status(gated, driver, first, "confirmed")
        broker.stop()
        second = await booked(gated, driver, begin=4, end=5)
        await at(gated, 2)
        drive(gate, "entry", 2)
        another = new_broker(port)
        try:
            await until_status(gated, driver, second, "confirmed")
            await until_status(gated, driver, first, "active")
        finally:
            another.stop()


async def test_without_a_broker_the_platform_waits_for_one(gated: City, port: int):
    driver = await new_driver(gated)
    url = f"mqtt://127.0.0.1:{port}"
    async with channel(gated, url), client(gated, url):
        booking = await booked(gated, driver)
        await asyncio.sleep(1)
        assert (await order_of(gated, booking))["attempts"] == 0
        late = new_broker(port)
        try:
            await until_status(gated, driver, booking, "confirmed")
        finally:
            late.stop()


async def test_what_no_gate_would_say_stops_nothing(gated: City, url: str):
    driver = await new_driver(gated)
    stranger = gmqtt.Client("stranger")
    async with channel(gated, url), client(gated, url):
        await stranger.connect("127.0.0.1", BrokerAddress.parse(url).port, version=4)
        for said in (b"", b"\xff", b"[]", b"{}", b'{"lost":"yes"}', b"x" * 10_000):
            for kind in ("acknowledgements", "passages"):
                stranger.publish(f"onelot/v1/lots/{LOT}/{kind}", said, qos=1)
        booking = await booked(gated, driver)
        await until_status(gated, driver, booking, "confirmed")
        await stranger.disconnect()


async def test_a_person_at_a_terminal_is_a_gate(gated: City, url: str):
    driver = await new_driver(gated)
    operator = (await gated.key("operator", "op1"))["authorization"].removeprefix("Bearer ")
    command = ["-m", "api.commands.main", "simulate", "gate", LOT, "--mqtt-url", url]
    gate = await asyncio.create_subprocess_exec(
        sys.executable, *command, "--url", f"http://127.0.0.1:{gated.port}",
        env=os.environ | {"ONELOT_KEY": operator}, stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    async with channel(gated, url):
        booking = await booked(gated, driver)
        await until_status(gated, driver, booking, "confirmed")
        await at(gated, 2)
        told, _ = await gate.communicate("in 京B00001\nin 鲁A12345\nin\n".encode())
        await until_status(gated, driver, booking, "active")
    assert told.decode().splitlines()[1:3] == [
        "stays shut: unknown",
        f"opens {booking['booking_id']}",
    ]
    assert gate.returncode == 0


async def test_the_worker_speaks_to_gates_where_a_broker_is_named(
    gated: City, stores: StoreUrls, url: str
):
    driver = await new_driver(gated)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run_worker(stores, stop, mqtt_url=url))
        async with client(gated, url):
            booking = await booked(gated, driver)
            await until_status(gated, driver, booking, "confirmed")
        stop.set()

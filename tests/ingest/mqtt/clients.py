"""Clients of a test: an operator's connection, and a taker that remembers what it was given."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import gmqtt
from prometheus_client import CollectorRegistry

from ingest.mqtt.bridge import MqttBridge
from ingest.mqtt.holding import Holding
from ingest.mqtt.intake import NotNowError, Refusal
from ingest.mqtt.messages import Message
from ingest.mqtt.metrics import MqttMetrics
from parking.clock import CityClock, to_us
from parking.ports import ClockReading
from tests.ingest.city import NOON
from tests.ingest.mqtt.mosquitto import PASSWORD

PATIENCE_S = 30.0


async def until(holds: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Client:
    """What one user hears, and says."""

    def __init__(self, connection: gmqtt.Client) -> None:
        self.connection = connection
        self.heard: list[tuple[str, bytes]] = []
        self.subscribed = 0

    async def subscribe(self, *topics: str) -> None:
        """Wait for the broker's word, whatever it is."""
        wanted = self.subscribed + len(topics)
        for topic in topics:
            self.connection.subscribe(topic, qos=1)
        await until(lambda: self.subscribed >= wanted)

    async def say(
        self, topic: str, payload: str | bytes = "x", *, qos: int = 1, retain: bool = False
    ) -> None:
        """Publish, when the broker takes more."""
        while True:
            try:
                self.connection.publish(topic, payload, qos=qos, retain=retain)
            except OverflowError:
                await asyncio.sleep(0.005)
            else:
                return


@asynccontextmanager
async def client(
    port: int, user: str | None, version: int = 5, password: str = PASSWORD
) -> AsyncIterator[Client]:
    connection = gmqtt.Client(f"{user}-{version}-{id(object())}", clean_session=True)
    connection.set_config({"reconnect_delay": 0.1})
    own = Client(connection)

    def heard(_client, topic, payload, _qos, _properties) -> int:
        own.heard.append((topic, bytes(payload)))
        return 0

    def subscribed(*_) -> None:
        own.subscribed += 1

    connection.on_message = heard
    connection.on_subscribe = subscribed
    if user is not None:
        connection.set_auth_credentials(user, password)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await connection.connect("127.0.0.1", port, keepalive=60, version=version)
        yield own
    finally:
        with suppress(Exception):
            await connection.disconnect()


class Taker:
    """Takes messages while it is `open`; says "not now" else. It holds them while `held`."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.is_open = True
        self.asked = self.at_once = self.most_at_once = 0
        self.hold: asyncio.Event | None = None

    async def take(self, message: Message) -> Refusal | None:
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.hold is not None:
                await self.hold.wait()
            if not self.is_open:
                raise NotNowError(0.05)
            self.taken.append(message)
            return None
        finally:
            self.at_once -= 1

    def payloads(self) -> list[bytes]:
        return [message.payload for message in self.taken]


@asynccontextmanager
async def bridge(
    url: str, taker: Taker, *, most: int = 1_000, version: int = 5
) -> AsyncIterator[MqttMetrics]:
    """Run a bridge until it is connected, and end it as a killed process would: without a word."""
    metrics = MqttMetrics(CollectorRegistry())
    clock = CityClock(ClockReading("manual", to_us(NOON), 0, 1.0), lambda: 0)
    holding = Holding(metrics.held, messages=most)
    running = MqttBridge(url, taker, clock, metrics, holding=holding)
    running._version = version
    task = asyncio.create_task(running.run())
    try:
        await until(lambda: is_connected(metrics))
        await asyncio.sleep(0.2)  # its subscription is with the broker
        yield metrics
    finally:
        task.cancel()
        await asyncio.wait([task])


def is_connected(metrics: MqttMetrics) -> bool:
    return metrics.connected._value.get() == 1

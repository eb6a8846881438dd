"""One connection to a broker that keeps our place: what is not acknowledged comes again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, NamedTuple, TypeAlias

import gmqtt
from gmqtt.mqtt.constants import MQTTv50, MQTTv311
from gmqtt.mqtt.handler import MQTTConnectError, MQTTError

from parking.sharing.broker_address import BrokerAddress

ANSWER_S: Final = 5.0
KEEPALIVE_S: Final = 10
"""A broker that says nothing for twice as long is taken for gone."""
AT_LEAST_ONCE: Final = 1
IN_FLIGHT: Final = 100
"""Messages a broker of MQTT 5 may leave unacknowledged; those of 3.1.1 have their own limit."""
KEPT_S: Final = 24 * 3600
LARGEST_PACKET: Final = 512 * 1024
_NEVER: Final = -2  # of gmqtt's own reconnecting, which would take acknowledgements along
_WRONG_VERSION: Final = frozenset({1, 132})
_REFUSED_FROM: Final = 0x80

SESSION_FAILED: Final = (OSError, MQTTError)
"""What opening a session may fail with, beside the version; a time-out is an OSError."""

_log = logging.getLogger("onelot.mqtt")
logging.getLogger("gmqtt").setLevel(logging.CRITICAL)  # it tells each attempt, we what changes


class NotThisVersionError(Exception):
    """The broker does not speak the version of the protocol that was tried."""


class Heard(NamedTuple):
    """A message as the broker brought it. `is_kept`: it had kept it, for nobody knows how long."""

    topic: str
    payload: bytes
    quality: int
    is_kept: bool


class Session:
    """An open connection; it ends when the broker goes, or is ended by `end`."""

    def __init__(self, client: gmqtt.Client) -> None:
        self._client = client
        self.lost = asyncio.Event()
        """The broker is gone, or somebody wants to begin anew."""
        self.ended = asyncio.Event()
        """Nothing can be acknowledged any more."""

    def end(self) -> None:
        self.lost.set()

    def tell(self, topic: str, payload: bytes) -> None:
        """Publish what need not arrive."""
        with suppress(*SESSION_FAILED):
            self._client.publish(topic, payload, qos=0)


OnMessage: TypeAlias = Callable[[Session, Heard], Awaitable[None]]
"""The message is acknowledged when this returns, unless the session has ended by then."""


@asynccontextmanager
async def broker_session(
    address: BrokerAddress, client_id: str, topics: tuple[str, ...], on_message: OnMessage,
    version: int = MQTTv50,
) -> AsyncIterator[Session]:  # fmt: skip
    """Connect and subscribe; raises one of SESSION_FAILED where that is not possible now.

    A client of its own for each connection: an acknowledgement that is late goes nowhere, and never
    to a message that has its number on the next connection.
    """
    client = gmqtt.Client(
        client_id,
        clean_session=False,
        optimistic_acknowledgement=False,
        session_expiry_interval=KEPT_S,
        receive_maximum=IN_FLIGHT,
        maximum_packet_size=LARGEST_PACKET,
    )
    session = Session(client)

    async def heard(
        _client: gmqtt.Client, topic: str, payload: bytes, qos: int, properties: dict[str, Any]
    ) -> int:
        await on_message(session, Heard(topic, payload, qos, bool(properties.get("retain"))))
        if session.lost.is_set():
            await session.ended.wait()  # then it is written to a connection that is closed
        return 0

    client.set_config({"reconnect_retries": _NEVER})
    client.on_disconnect = lambda *_: session.lost.set()
    client.on_message = heard
    client.on_subscribe = lambda _client, _mid, granted, _properties: _check(topics, granted)
    if address.user is not None:
        client.set_auth_credentials(address.user, address.password)
    try:
        await _connect(client, address, version, session.lost)
        client.subscribe([gmqtt.Subscription(topic, qos=AT_LEAST_ONCE) for topic in topics])
        yield session
    finally:
        session.lost.set()
        with suppress(*SESSION_FAILED):
            async with asyncio.timeout(ANSWER_S):
                await client.disconnect()
        session.ended.set()


def _check(topics: tuple[str, ...], granted: tuple[int, ...]) -> None:
    for topic, code in zip(topics, granted, strict=False):
        if code >= _REFUSED_FROM:
            _log.error("the broker does not let us subscribe to %s; see its ACL", topic)


async def _connect(
    client: gmqtt.Client, address: BrokerAddress, version: int, lost: asyncio.Event
) -> None:
    """Wait for the broker's welcome; one that hangs up instead does not know the version."""
    connecting = asyncio.ensure_future(
        client.connect(
            address.host, address.port, ssl=address.uses_tls, keepalive=KEEPALIVE_S, version=version
        )
    )
    losing = asyncio.ensure_future(lost.wait())
    try:
        await asyncio.wait(
            {connecting, losing}, timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not connecting.done():
            told = "the broker hung up" if lost.is_set() else "the broker does not answer"
            raise NotThisVersionError(told)
        connecting.result()
    except MQTTConnectError as error:
        if error._code in _WRONG_VERSION:  # noqa: SLF001 - it is told nowhere else
            raise NotThisVersionError(str(error)) from error
        raise
    finally:
        connecting.cancel()
        losing.cancel()


def other_version(version: int) -> int:
    return int(MQTTv311 if version == MQTTv50 else MQTTv50)

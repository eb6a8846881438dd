"""One connection to an MQTT broker, for as long as it lasts. Knows topics and bytes, no gate."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeAlias

import gmqtt
from gmqtt.mqtt.constants import MQTTv311
from gmqtt.mqtt.handler import MQTTError

from parking.sharing.broker_address import BrokerAddress

ANSWER_S: Final = 10.0
KEEPALIVE_S: Final = 10
"""A broker that says nothing for twice as long is taken for gone."""
AT_LEAST_ONCE: Final = 1
_NEVER: Final = -2  # of gmqtt's own reconnecting: 0 would let it try once more behind our back

LINK_FAILED: Final = (OSError, MQTTError)
"""What opening a link may fail with; a time-out is an OSError."""

OnMessage: TypeAlias = Callable[[str, bytes], None]

logging.getLogger("gmqtt").setLevel(logging.CRITICAL)  # it tells each attempt, we what changes


class BrokerLink:
    """An open connection."""

    def __init__(self, client: gmqtt.Client, lost: asyncio.Event) -> None:
        self._client = client
        self._lost = lost

    def publish(self, topic: str, payload: str) -> None:
        """Hand over; the broker passes it on once or more, if it gets it."""
        self._client.publish(topic, payload, qos=AT_LEAST_ONCE)

    async def wait_until_lost(self) -> None:
        await self._lost.wait()


@asynccontextmanager
async def broker_link(
    address: BrokerAddress, client_id: str, topics: Sequence[str], on_message: OnMessage
) -> AsyncIterator[BrokerLink]:
    """Connect and subscribe; raises one of LINK_FAILED where that is not possible now."""
    lost = asyncio.Event()
    client = gmqtt.Client(client_id, clean_session=True)
    client.set_config({"reconnect_retries": _NEVER})
    client.on_disconnect = lambda *_: lost.set()
    client.on_message = lambda _client, topic, payload, *_: on_message(topic, payload)
    if address.user is not None:
        client.set_auth_credentials(address.user, address.password)
    try:
        async with asyncio.timeout(ANSWER_S):
            await client.connect(
                address.host,
                address.port,
                ssl=address.uses_tls,
                keepalive=KEEPALIVE_S,
                version=MQTTv311,
            )
        for topic in topics:
            client.subscribe(topic, qos=AT_LEAST_ONCE)
        yield BrokerLink(client, lost)
    finally:
        with suppress(*LINK_FAILED):
            async with asyncio.timeout(ANSWER_S):
                await client.disconnect()

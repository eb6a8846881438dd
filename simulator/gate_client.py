"""Carries a reference gate's words over MQTT, for as long as it runs; the way may be cut."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import gmqtt
import msgspec
from gmqtt.mqtt.constants import MQTTv311

from parking.sharing.authorisation import NotSignedError
from parking.sharing.broker_address import BrokerAddress
from parking.sharing.signing import PublicKeys
from simulator.gate import Gate

TELL_S: Final = 0.5
RETRY_S: Final = 1
KEEPALIVE_S: Final = 10
ANSWER_S: Final = 10.0
AT_LEAST_ONCE: Final = 1

logging.getLogger("gmqtt").setLevel(logging.CRITICAL)  # it tells each attempt to connect


class GateClient:
    """`fetch_keys` is asked when a word comes that is signed with a key the gate does not know."""

    def __init__(
        self,
        gate: Gate,
        address: BrokerAddress,
        fetch_keys: Callable[[], Awaitable[PublicKeys]],
        client_id: str,
    ) -> None:
        self._gate = gate
        self._address = address
        self._fetch_keys = fetch_keys
        self._root = f"onelot/v1/lots/{gate.lot_id}"
        self._is_new = True
        self._wants_keys = False
        self._client = gmqtt.Client(client_id, clean_session=True)
        self._client.set_config({"reconnect_delay": RETRY_S})
        self._client.on_connect = self._connected
        self._client.on_message = self._heard
        if address.user is not None:
            self._client.set_auth_credentials(address.user, address.password)

    @property
    def is_connected(self) -> bool:
        return bool(self._client.is_connected)

    async def run(self) -> None:
        """Connect, as often as it takes, and tell every passage until there is its receipt."""
        await self._connect()
        try:
            while True:
                if self._wants_keys:
                    self._gate.keys, self._wants_keys = await self._fetch_keys(), False
                if self.is_connected:
                    for passage in self._gate.unsaid.values():
                        self._say("passages", passage)
                await asyncio.sleep(TELL_S)
        finally:
            await self._client.disconnect()

    async def _connect(self) -> None:
        while True:
            try:
                async with asyncio.timeout(ANSWER_S):
                    await self._client.connect(
                        self._address.host,
                        self._address.port,
                        ssl=self._address.uses_tls,
                        keepalive=KEEPALIVE_S,
                        version=MQTTv311,
                    )
            except OSError:
                await asyncio.sleep(RETRY_S)
            else:
                return

    def _connected(self, client: gmqtt.Client, *_: object) -> None:
        for kind in ("authorisations", "receipts"):
            client.subscribe(f"{self._root}/{kind}", qos=AT_LEAST_ONCE)
        if self._is_new:
            self._say("acknowledgements", {"lost": True})
            self._is_new = False

    def _heard(self, _client: gmqtt.Client, topic: str, payload: bytes, *_: object) -> None:
        if topic.endswith("/receipts"):
            self._gate.settle(msgspec.json.decode(payload, type=dict[str, str])["serial"])
            return
        try:
            acknowledgement = self._gate.hear(payload.decode())
        except NotSignedError as error:
            self._wants_keys |= error.flaw == "unknown-key"  # it will be told again
        else:
            if acknowledgement is not None:
                self._say("acknowledgements", acknowledgement)

    def _say(self, kind: str, message: object) -> None:
        payload = msgspec.json.encode(message).decode()
        self._client.publish(f"{self._root}/{kind}", payload, qos=AT_LEAST_ONCE)

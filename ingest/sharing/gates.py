"""The gate channel: signed words down to lots' gates, what gates know and see up. Over MQTT.

The broker may be away, lose what it had, or bring a message twice. So what goes down is sent again
until a gate acknowledges it, and a passage is told again by its gate until it has our receipt.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from ingest.sharing.broker_link import LINK_FAILED, BrokerLink, broker_link
from ingest.sharing.gate_messages import (
    FROM_GATES,
    UnreadableError,
    lot_and_kind,
    read_acknowledgement,
    read_passage,
    receipt,
    topic_to,
)
from parking.sharing.broker_address import BrokerAddress
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.gate_orders import GateOrders
from parking.storage.postgres.sharing.gate_passages import GatePassages

TELL_S: Final = 0.2
TIDY_S: Final = 60.0
PAUSE_S: Final = 1.0
INBOX: Final = 1_000
"""Messages that wait; what finds no room is told again by its gate."""

_log = logging.getLogger("onelot.gates")


class GateChannel:
    """Runs in the leading worker, so that there is one."""

    def __init__(self, pool: Pool, url: str) -> None:
        """`url`: as BrokerAddress.parse reads it."""
        self._address = BrokerAddress.parse(url)
        self._orders = GateOrders(pool)
        self._passages = GatePassages(pool)
        self._inbox: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(INBOX)
        self._is_away = False

    async def run(self) -> None:
        """Keep the way to the gates open, for ever."""
        while True:
            try:
                client_id = f"onelot-work-{os.getpid()}"
                async with broker_link(self._address, client_id, FROM_GATES, self._put) as link:
                    self._note_way(None)
                    await self._serve(link)
                    self._note_way("the connection was lost")
            except LINK_FAILED as error:
                self._note_way(str(error) or type(error).__name__)
            await asyncio.sleep(PAUSE_S)

    async def _serve(self, link: BrokerLink) -> None:
        """Tell and hear until the link is lost."""

        async def tell() -> None:
            for message in await self._orders.take():
                link.publish(topic_to(message.lot_id, "authorisations"), message.token)

        async def hear() -> None:
            topic, payload = await self._inbox.get()
            await self._take(link, topic, payload)

        async def tell_anew() -> None:
            await _insist(self._orders.hasten)
            await _for_ever(tell, TELL_S)

        async with asyncio.TaskGroup() as group:
            works = [
                group.create_task(work)
                for work in (
                    tell_anew(),
                    _for_ever(hear, 0),
                    _for_ever(self._orders.forget, TIDY_S),
                )
            ]
            await link.wait_until_lost()
            for work in works:
                work.cancel()

    async def _take(self, link: BrokerLink, topic: str, payload: bytes) -> None:
        lot_id, kind = lot_and_kind(topic)
        try:
            if kind == "passages":
                passage = read_passage(payload)
                is_known = await self._passages.take(lot_id, passage)
                link.publish(topic_to(lot_id, "receipts"), receipt(passage.serial))
            else:
                is_known = await self._acknowledged(lot_id, payload)
        except UnreadableError as error:
            _log.warning("%s: %s", topic, error)
        else:
            if not is_known:
                _log.warning("%s: of no booking that its gate was told", topic)

    async def _acknowledged(self, lot_id: str, payload: bytes) -> bool:
        told = read_acknowledgement(payload)
        if told.lost:
            await self._orders.repeat(lot_id)
            return True
        return await self._orders.acknowledge(lot_id, told.booking_id, told.jti)

    def _put(self, topic: str, payload: bytes) -> None:
        with suppress(asyncio.QueueFull):
            self._inbox.put_nowait((topic, payload))

    def _note_way(self, fault: str | None) -> None:
        """Log what changes, once."""
        if fault is None:
            _log.info("the broker answers")
        elif not self._is_away:
            _log.warning("no way to the gates: %s", fault)
        self._is_away = fault is not None


async def _for_ever(step: Callable[[], Awaitable[None]], period_s: float) -> None:
    while True:
        await _insist(step)
        await asyncio.sleep(period_s)


async def _insist(step: Callable[[], Awaitable[None]]) -> None:
    """Take a step; a database that is away ends nothing here, what was not done comes again."""
    try:
        await step()
    except DATABASE_FAILED as error:
        _log.warning("put off: %s", error)
        await asyncio.sleep(PAUSE_S)

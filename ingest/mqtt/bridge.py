"""The bridge: what operators publish goes into the log, and is acknowledged when it is committed.

The broker may be away, lose what it had, or bring a message twice; the log may be away. Then
nothing is acknowledged and little is held; sensors that say their state again and again heal the
rest.
"""

import asyncio
import logging
from typing import Final, Protocol

from gmqtt.mqtt.constants import MQTTv50

from ingest.mqtt.holding import Holding
from ingest.mqtt.intake import NotNowError, Refusal
from ingest.mqtt.messages import Message
from ingest.mqtt.metrics import MqttMetrics
from ingest.mqtt.session import (
    SESSION_FAILED,
    Heard,
    NotThisVersionError,
    Session,
    broker_session,
    other_version,
)
from ingest.mqtt.topics import SUBSCRIPTION, refusals_of
from parking.clock import CityClock
from parking.sharing.broker_address import BrokerAddress

PAUSE_S: Final = 0.5
MOST_WAIT_S: Final = 5.0
TOLD_EVERY_S: Final = 1.0
CLIENT_ID: Final = "onelot-ingest"
DROPPED_TOPIC: Final = "$SYS/broker/publish/messages/dropped"
ALL_TOPICS: Final = (SUBSCRIPTION, DROPPED_TOPIC)
AT_ONCE_S: Final = 1.0
MOST_TOLD: Final = 10_000

_log = logging.getLogger("onelot.mqtt")


class Taker(Protocol):
    """What becomes of a message: `Intake`."""

    async def take(self, message: Message) -> Refusal | None: ...


class MqttBridge:
    """Runs in one process at a time: two would share a client's name and throw each other out."""

    def __init__(
        self,
        url: str,
        intake: Taker,
        clock: CityClock,
        metrics: MqttMetrics,
        *,
        client_id: str = CLIENT_ID,
        holding: Holding | None = None,
    ) -> None:
        """`url`: as BrokerAddress.parse reads it."""
        self._address = BrokerAddress.parse(url)
        self._intake = intake
        self._clock = clock
        self._metrics = metrics
        self._client_id = client_id
        self._holding = holding or Holding(metrics.held)
        self._version = int(MQTTv50)
        self._topics: tuple[str, ...] = ALL_TOPICS
        self._last_us = 0
        self._told_s: dict[str, float] = {}
        self._is_away = False

    async def run(self) -> None:
        """Keep the way to the broker open, for ever."""
        while True:
            try:
                async with broker_session(
                    self._address, self._client_id, self._topics, self._heard, self._version
                ) as session:
                    self._note(None)
                    await self._attend(session)
                    self._note("the connection was lost")
            except NotThisVersionError as error:
                self._version = other_version(self._version)
                self._note(str(error))
            except SESSION_FAILED as error:
                self._note(str(error) or type(error).__name__)
            await asyncio.sleep(PAUSE_S)

    async def _attend(self, session: Session) -> None:
        """Wait until the session is lost; a broker that hangs up at once may not tell of `$SYS`."""
        began_s = asyncio.get_running_loop().time()
        await session.lost.wait()
        if asyncio.get_running_loop().time() - began_s < AT_ONCE_S:
            self._topics = (SUBSCRIPTION,) if len(self._topics) > 1 else ALL_TOPICS

    async def _heard(self, session: Session, heard: Heard) -> None:
        """Return when the message needs no more care; what is let go of is not acknowledged."""
        topic, payload, quality, is_kept = heard
        if topic == DROPPED_TOPIC:
            self._metrics.broker_dropped.set(float(payload) if payload.isdigit() else 0)
        elif self._holding.is_full():
            await self._let_go(session, quality)
        else:
            with self._holding.hold(len(payload)):
                message = Message(topic, payload, self._arrival_us(), is_kept)
                await self._take(session, message, quality)
            if self._holding.has_room_again():
                self._holding.was_full = False
                session.end()  # the broker brings what it still has to whoever comes anew

    async def _let_go(self, session: Session, quality: int) -> None:
        if quality == 0:
            self._metrics.dropped.inc()
        else:
            self._holding.was_full = True
            await session.ended.wait()

    async def _take(self, session: Session, message: Message, quality: int) -> None:
        while True:
            try:
                refusal = await self._intake.take(message)
            except NotNowError as error:
                wait_s = min(error.wait_s, MOST_WAIT_S)
                if quality == 0:
                    await asyncio.sleep(wait_s)
                elif await _ends(session, wait_s):
                    return  # whoever comes anew is brought it again
            except Exception:  # noqa: BLE001 - held back, it would take others' room for ever
                self._metrics.messages.labels("failed").inc()
                _log.exception("a message on %s could not be dealt with", message.topic[:200])
                return
            else:
                if refusal is not None:
                    self._tell(session, refusal)
                return

    def _tell(self, session: Session, refusal: Refusal) -> None:
        """Tell an operator, at its own pace, what was not taken."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._told_s.get(refusal.operator_id, float("-inf")) >= TOLD_EVERY_S:
            if len(self._told_s) >= MOST_TOLD:
                self._told_s.clear()
            self._told_s[refusal.operator_id] = now_s
            session.tell(refusals_of(refusal.operator_id), refusal.body)

    def _arrival_us(self) -> int:
        """Return the city's time, later each time: of two states of a bay the last one counts."""
        self._last_us = max(self._clock.now_us(), self._last_us + 1)
        return self._last_us

    def _note(self, fault: str | None) -> None:
        """Log what changes, once."""
        self._metrics.connected.set(fault is None)
        if fault is None:
            _log.info("the broker answers")
        elif not self._is_away:
            _log.warning("no reports over MQTT: %s", fault)
        self._is_away = fault is not None


async def _ends(session: Session, within_s: float) -> bool:
    """Wait, and tell whether the session has ended meanwhile."""
    try:
        async with asyncio.timeout(within_s):
            await session.ended.wait()
    except TimeoutError:
        return False
    return True

"""What becomes of one message: stored, refused, or to be tried again. Knows no broker."""

from dataclasses import dataclass
from typing import Final

import msgspec

from ingest.lorawan.device_book import DeviceBook
from ingest.mqtt.messages import Message, body_of
from ingest.mqtt.metrics import MqttMetrics
from ingest.mqtt.sources import OperatorSources
from ingest.mqtt.topics import operator_of, read_topic
from ingest.mqtt.uplinks import Uplinks, uplinks_of
from ingest.reports.answer import Answer
from ingest.reports.door import ReportDoor
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.errors import DATABASE_FAILED

UNAVAILABLE: Final = 503
_OK: Final = 200
_TOPIC_TOLD: Final = 200
_REFUSED_ITEMS: Final = (b'"status":"rejected"', b'"status":"conflict"')


class NotNowError(Exception):
    """Nothing is acknowledged: the same message again, after so long."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"again in {wait_s:.1f} s")
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an operator is told of a message: problems, and the door's answer if it came so far."""

    operator_id: str
    body: bytes


class Intake:
    """One per process; takes many messages at once."""

    def __init__(
        self,
        door: ReportDoor,
        sources: OperatorSources,
        devices: DeviceBook,
        metrics: MqttMetrics,
    ) -> None:
        self._door = door
        self._sources = sources
        self._devices = devices
        self._messages = metrics.messages

    async def take(self, message: Message) -> Refusal | None:
        """Return when the message is committed, or never will be; NotNowError: try again."""
        try:
            principal, read = await self._read(message)
            answer = read.body and await self._door.handle(principal, read.body, None)
        except DATABASE_FAILED as error:
            raise NotNowError(1.0) from error
        except ProblemError as error:
            return self._refused(message, [error.problem], None)
        if answer and answer.status == UNAVAILABLE:
            raise NotNowError(float(answer.headers.get("retry-after", "1")))
        if read.problems or (answer and _refuses(answer)):
            return self._refused(message, read.problems, answer or None)
        self._messages.labels("stored" if answer else "nothing").inc()
        return None

    async def _read(self, message: Message) -> tuple[Principal, Uplinks]:
        topic = read_topic(message.topic)
        principal = await self._sources.find(operator_of(message.topic))
        if principal is None or principal.operator_key is None:
            raise ProblemError(Problem("not-found", "there is no such operator"))
        if topic is None:
            told = "no topic of ours; docs/feeds/mqtt.md lists them"
            raise ProblemError(Problem("not-found", told))
        if topic.subject == "lorawan":
            return principal, await uplinks_of(self._devices, principal.operator_key, message)
        return principal, Uplinks(body_of(topic, message), [])

    def _refused(self, message: Message, problems: list[Problem], answer: Answer | None) -> Refusal:
        self._messages.labels("refused").inc()
        told: dict[str, object] = {"topic": message.topic[:_TOPIC_TOLD]}
        if problems:
            told["problems"] = [problem.to_dict() for problem in problems]
        if answer is not None:
            told["answer"] = msgspec.Raw(answer.body)
        return Refusal(operator_of(message.topic), msgspec.json.encode(told))


def _refuses(answer: Answer) -> bool:
    """Tell whether something was not taken.

    Who exceeds its rate is refused, and not waited for: all operators share what may be held.
    """
    return answer.status != _OK or any(mark in answer.body for mark in _REFUSED_ITEMS)

"""What gates say, as they write it, and the topics it travels on. Knows no broker and no store."""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from parking.clock import to_us
from parking.moment import read_moment
from parking.sharing.authorisation import Direction
from parking.storage.postgres.sharing.gate_passages import Outcome, Passage

ROOT: Final = "onelot/v1/lots"
FROM_GATES: Final = (f"{ROOT}/+/acknowledgements", f"{ROOT}/+/passages")
LARGEST: Final = 4_096

Name: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_.:-]{1,96}$")]
Reason: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z-]{1,40}$")]


class Acknowledgement(msgspec.Struct):
    """A gate knows what came under `jti`; or it has `lost` all that it knew."""

    booking_id: Name = ""
    jti: Name = ""
    lost: bool = False


class _WrittenPassage(msgspec.Struct):
    serial: Name
    booking_id: Name
    direction: Direction
    at: str
    outcome: Outcome = "admitted"
    reason: Reason | None = None


class UnreadableError(ValueError):
    """No gate writes so. Its message tells nothing of what was written: it may name a plate."""


def topic_to(lot_id: str, kind: Literal["authorisations", "receipts"]) -> str:
    return f"{ROOT}/{lot_id}/{kind}"


def lot_and_kind(topic: str) -> tuple[str, str]:
    """Take a topic of FROM_GATES apart."""
    lot_id, _, kind = topic.removeprefix(f"{ROOT}/").rpartition("/")
    return lot_id, kind


def read_acknowledgement(payload: bytes) -> Acknowledgement:
    """UnreadableError for anything else."""
    try:
        return _ACKNOWLEDGEMENT.decode(_small(payload))
    except msgspec.MsgspecError as error:
        raise UnreadableError("not an acknowledgement") from error


def read_passage(payload: bytes) -> Passage:
    """UnreadableError for anything else."""
    try:
        written = _PASSAGE.decode(_small(payload))
        at_us = to_us(read_moment(written.at))
    except ValueError as error:  # msgspec's are of this kind too
        raise UnreadableError("not a passage") from error
    return Passage(
        written.serial,
        written.booking_id,
        written.direction,
        at_us,
        written.outcome,
        written.reason,
    )


def receipt(serial: str) -> str:
    """Tell a gate that its passage has arrived, so that it need not tell it again."""
    return msgspec.json.encode({"serial": serial}).decode()


def _small(payload: bytes) -> bytes:
    if len(payload) > LARGEST:
        raise UnreadableError("too large")
    return payload


_ACKNOWLEDGEMENT: Final = msgspec.json.Decoder(Acknowledgement)
_PASSAGE: Final = msgspec.json.Decoder(_WrittenPassage)

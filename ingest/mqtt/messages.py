"""From one message to the body of reports that the live door takes. Knows no broker, no store."""

from codecs import BOM_UTF8
from typing import Any, Final, NamedTuple

import msgspec

from ingest.mqtt.topics import Topic
from parking.clock import rfc3339
from parking.problems import Problem, ProblemError
from parking.strict_json import refuse_repeated

LARGEST: Final = 256 * 1024
_WORDS: Final = {
    b"free": "free", b"occupied": "occupied", b"unknown": "unknown", b"0": "free", b"1": "occupied",
}  # fmt: skip
"""What a bay may say without JSON; 1 is a car."""


class Message(NamedTuple):
    """One message as it came. `is_kept`: the broker had kept it, for nobody knows how long."""

    topic: str
    payload: bytes
    arrived_us: int
    is_kept: bool = False


def body_of(topic: Topic, message: Message) -> bytes:
    """Return `{"reports": [...]}`; raises ProblemError where the message can be no report.

    What a compact message leaves out is completed: the time is that of arrival, the serial is made
    of what is reported and when. A whole report has all of it itself.
    """
    payload = message.payload.removeprefix(BOM_UTF8)
    if len(payload) > LARGEST:
        told = f"a message is at most {LARGEST // 1024} KiB; send fewer reports in one"
        raise ProblemError(Problem("body-too-large", told))
    if topic.subject == "reports":
        return _as_list(payload)
    if topic.subject == "lot":
        return _of_lot(topic, payload)
    return _whole([_compact(topic, message, payload)])


def _as_list(payload: bytes) -> bytes:
    """Leave a list as it is, byte for byte, and put one report into a list."""
    members = _decoded(payload, dict[str, msgspec.Raw])
    return payload if "reports" in members else b'{"reports":[%b]}' % payload


def _of_lot(topic: Topic, payload: bytes) -> bytes:
    """Complete reports with the topic's lot; what names another lot is refused with the whole."""
    refuse_repeated(payload)
    members = _decoded(payload, dict[str, Any])
    reports = members.get("reports", [members])
    if not isinstance(reports, list):
        raise ProblemError(Problem("bad-request", "`reports` is a list", "/reports"))
    for index, report in enumerate(reports):
        named = report.setdefault("lot_id", topic.lot_id) if isinstance(report, dict) else None
        if named is not None and named != topic.lot_id:
            told = f"published for the lot {topic.lot_id!r:.100}, reported of another"
            raise ProblemError(Problem("unknown-lot", told, f"/reports/{index}/lot_id"))
    return _whole(reports)


def _compact(topic: Topic, message: Message, payload: bytes) -> dict[str, Any]:
    said = _said(topic, payload)
    if "observed_at" not in said:
        if message.is_kept:
            told = "a retained message has no age: send `observed_at`, or publish without retain"
            raise ProblemError(Problem("missing-field", told, "/observed_at"))
        said["observed_at"] = rfc3339(message.arrived_us, "UTC")
    said.setdefault("record_serial", f"{topic.name or topic.subject}@{said['observed_at']}"[:128])
    own: dict[str, Any] = {"lot_id": topic.lot_id}
    if topic.subject == "bay":
        own |= {"kind": "space", "space_code": topic.name}
    elif topic.subject == "lane":
        own |= {"kind": "totals", "lane_id": topic.name}
    else:
        own |= {"kind": "heartbeat"}
    return said | own


def _said(topic: Topic, payload: bytes) -> dict[str, Any]:
    bare = payload.strip()
    if topic.subject == "bay" and bare.lower() in _WORDS:
        return {"status": _WORDS[bare.lower()]}
    if topic.subject == "heartbeat" and not bare.startswith(b"{"):
        return {}
    refuse_repeated(payload)
    said: dict[str, Any] = _decoded(payload, dict[str, Any])
    return said


def _decoded(payload: bytes, shape: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    try:
        return msgspec.json.decode(payload, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        told = f"the message is no JSON object: {error}"
        raise ProblemError(Problem("bad-json", told)) from error


def _whole(reports: list[Any]) -> bytes:
    return msgspec.json.encode({"reports": reports})

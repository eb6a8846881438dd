"""From envelopes of LoRaWAN and Sigfox networks to a body of reports, by the operator's devices."""

from typing import NamedTuple

import msgspec

from ingest.lorawan.codecs import reading_of
from ingest.lorawan.device_book import DeviceBook
from ingest.lorawan.envelopes import envelope_of, messages_of
from ingest.lorawan.fields import Members
from ingest.lorawan.reports import Bay, report_of
from ingest.lorawan.uplink import (
    NotAnUplinkError,
    UnreadablePayloadError,
    UnreadableUplinkError,
)
from ingest.mqtt.messages import LARGEST, Message
from parking.clock import rfc3339
from parking.problems import Problem, ProblemError
from parking.report import MAX_ITEMS


class Uplinks(NamedTuple):
    """What a message of envelopes comes to; `body` None: nothing in it is about a bay."""

    body: bytes | None
    problems: list[Problem]
    """One for each envelope that cannot be read, or is of a device the operator has not listed."""


async def uplinks_of(devices: DeviceBook, operator_key: int, message: Message) -> Uplinks:
    """Read one envelope or several; raises ProblemError where the whole is none."""
    try:
        if len(message.payload) > LARGEST:
            raise ProblemError(Problem("body-too-large", f"more than {LARGEST // 1024} KiB"))
        parsed = msgspec.json.decode(message.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(Problem("bad-json", f"the message is no JSON: {error}")) from error
    envelopes = list(messages_of(parsed))[:MAX_ITEMS]
    if not envelopes:
        told = "no envelope of ChirpStack, The Things Stack, ThingPark or Sigfox"
        raise ProblemError(Problem("bad-message", told))
    reports: list[dict[str, object]] = []
    problems: list[Problem] = []
    for pointer, envelope in envelopes:
        try:
            report = await _report(devices, operator_key, pointer, envelope, message)
        except ProblemError as error:
            problems.append(error.problem)
        else:
            reports += [] if report is None else [report]
    return Uplinks(msgspec.json.encode({"reports": reports}) if reports else None, problems)


async def _report(
    devices: DeviceBook, operator_key: int, pointer: str, members: Members, message: Message
) -> dict[str, object] | None:
    found = envelope_of(members)
    try:
        uplink = found[0].read(members) if found else None
    except NotAnUplinkError:
        return None
    except UnreadableUplinkError as error:
        raise ProblemError(Problem("bad-message", str(error), pointer)) from error
    if uplink is None:
        return None
    device = await devices.find(operator_key, uplink.device_id)
    if device is None:
        told = f"no device {uplink.device_id} in this operator's list; import it"
        raise ProblemError(Problem("not-found", told, pointer))
    try:
        reading = reading_of(uplink, device.codec)
    except UnreadablePayloadError as error:
        told = f"the payload is not {device.codec}: {error}"
        raise ProblemError(Problem("bad-field", told, pointer)) from error
    report = report_of(uplink, reading, Bay(device.lot_id, device.space_code))
    if report is None:
        return None
    return {"observed_at": rfc3339(message.arrived_us, "UTC")} | report

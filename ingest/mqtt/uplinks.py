"""From envelopes of LoRaWAN and Sigfox networks to a body of reports, by the operator's devices."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ingest.lorawan.device_book import DeviceBook
from ingest.lorawan.fields import Members
from ingest.lorawan.heard import envelopes_in, report_in, uplink_in
from ingest.mqtt.messages import LARGEST, Message
from parking.problems import Problem, ProblemError


class Uplinks(NamedTuple):
    """What a message of envelopes comes to; `body` None: nothing in it is about a bay."""

    body: bytes | None
    problems: list[Problem]
    """One for each envelope that cannot be read, or is of a device the operator has not listed."""


async def uplinks_of(devices: DeviceBook, operator_key: int, message: Message) -> Uplinks:
    """Read one envelope or several; raises ProblemError where the whole is none."""
    if len(message.payload) > LARGEST:
        raise ProblemError(Problem("body-too-large", f"more than {LARGEST // 1024} KiB"))
    reports: list[Mapping[str, object]] = []
    problems: list[Problem] = []
    for pointer, envelope in envelopes_in(message.payload):
        try:
            report = await _report(devices, operator_key, pointer, envelope, message)
        except ProblemError as error:
            problems.append(error.problem)
        else:
            reports += [] if report is None else [report]
    return Uplinks(msgspec.json.encode({"reports": reports}) if reports else None, problems)


async def _report(
    devices: DeviceBook, operator_key: int, pointer: str, members: Members, message: Message
) -> Mapping[str, object] | None:
    uplink = uplink_in(pointer, members)
    if uplink is None:
        return None
    device = await devices.find(operator_key, uplink.device_id)
    return report_in(uplink, device, pointer, message.arrived_us)

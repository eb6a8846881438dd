"""From a network's request to sensors' messages and, with what is known of them, to reports.

Whatever brought it: MQTT and HTTP read the same envelopes the same way. Knows no store.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from ingest.lorawan.codecs import reading_of
from ingest.lorawan.envelopes import TooManyMembersError, envelope_of, messages_of
from ingest.lorawan.fields import Members
from ingest.lorawan.reports import Bay, report_of
from ingest.lorawan.uplink import (
    NotAnUplinkError,
    UnreadablePayloadError,
    UnreadableUplinkError,
    Uplink,
)
from parking.clock import rfc3339
from parking.device import Device
from parking.problems import Problem, ProblemError
from parking.report import MAX_ITEMS

_LOOKED_AT: Final = 4 * MAX_ITEMS
"""Each envelope may have wrappers; whoever sends a million of anything keeps nobody waiting."""
_TOO_MANY: Final = Problem("too-many-items", f"at most {MAX_ITEMS} envelopes; send several")


def envelopes_in(content: bytes) -> list[tuple[str, Members]]:
    """Return each envelope with its pointer; raises ProblemError where there is none."""
    try:
        parsed = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        told = f"the message is no JSON: {error}"
        raise ProblemError(Problem("bad-json", told, status=422)) from error
    try:
        envelopes = list(messages_of(parsed, at_most=_LOOKED_AT))
    except TooManyMembersError as error:
        raise ProblemError(_TOO_MANY) from error
    if len(envelopes) > MAX_ITEMS:
        raise ProblemError(_TOO_MANY)
    if not envelopes:
        told = "no envelope of ChirpStack, The Things Stack, ThingPark or Sigfox"
        raise ProblemError(Problem("bad-message", told, status=422))
    return envelopes


def uplink_in(pointer: str, members: Members) -> Uplink | None:
    """Read one envelope; None where it is of a network and no uplink. Raises ProblemError."""
    found = envelope_of(members)
    try:
        return found[0].read(members) if found else None
    except NotAnUplinkError:
        return None
    except UnreadableUplinkError as error:
        raise ProblemError(Problem("bad-message", str(error), pointer)) from error


def report_in(
    uplink: Uplink, device: Device | None, pointer: str, arrived_us: int
) -> Mapping[str, object] | None:
    """Return the bay's report; None where the message says nothing of the bay.

    `device` is what the operator's list says of its id. An envelope without a time has that of its
    arrival. Raises ProblemError for a device that is not listed, and for a payload of another kind.
    """
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
    return {"observed_at": rfc3339(arrived_us, "UTC")} | report

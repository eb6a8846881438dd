"""Uplink: one message of one radio sensor, whichever network brought it, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from parking.vocabulary import SpaceStatus


@dataclass(frozen=True, slots=True)
class Uplink:
    """What an envelope holds. Times are RFC 3339 with offset."""

    device_id: str
    """Hexadecimal ids in capitals without separators (`DevEUI`, Sigfox id), others as they are."""
    payload: bytes | None
    """None where the network hands on only what it decoded itself."""
    port: int | None = None
    counter: int | None = None
    network_at: str | None = None
    """When the network server took it in."""
    gateway_at: str | None = None
    """When a gateway heard it; gateways without GPS have clocks that nobody sets."""
    decoded: Mapping[str, object] | None = None
    """What a decoder in the network server made of it."""

    @property
    def observed_at(self) -> str | None:
        return self.network_at or self.gateway_at


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sensor says. `status` None: this message says nothing of the bay."""

    kind: Literal["change", "heartbeat", "start", "other"]
    status: SpaceStatus | None = None
    battery_v: float | None = None
    is_battery_low: bool | None = None
    temperature_c: float | None = None


class NotAnUplinkError(ValueError):
    """A message of that network, but none of a sensor: a join, a receipt, a position."""


class UnreadableUplinkError(ValueError):
    """Says what is missing or wrong in the envelope."""


class UnreadablePayloadError(ValueError):
    """No sensor of that family writes so."""


def bay_status(*, is_occupied: bool) -> SpaceStatus:
    return "occupied" if is_occupied else "free"

"""Sensors' payloads, a family in a file of its own."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from ingest.lorawan.codecs import (
    bosch_tps110,
    cayenne_lpp,
    libelium_parking,
    sigmais_sigpark,
)
from ingest.lorawan.codecs.decoded import read_decoded
from ingest.lorawan.uplink import Reading, UnreadablePayloadError, Uplink
from parking.words import Words


class Codec(NamedTuple):
    """One family. `decode` takes the payload and its port, and raises UnreadablePayloadError.

    `over`: on which networks a message of a device that nobody has named may be its; "none" where
    others than parking sensors write so too.
    """

    name: str
    title: Words
    decode: Callable[[bytes, int | None], Reading]
    over: Literal["lorawan", "sigfox", "any", "none"] = "any"


CODECS: Final = {
    codec.name: codec
    for codec in (
        Codec("bosch_tps110", Words("博世 TPS110 地磁", "Bosch TPS110"), bosch_tps110.decode,
              "lorawan"),
        Codec("sigmais_sigpark", Words("Sigmais SigPark", "Sigmais SigPark"),
              sigmais_sigpark.decode, "sigfox"),
        Codec("libelium_parking", Words("Libelium Smart Parking", "Libelium Smart Parking"),
              libelium_parking.decode),
        Codec("cayenne_lpp", Words("Cayenne LPP 格式的传感器", "sensors that write Cayenne LPP"),
              cayenne_lpp.decode, "none"),
    )
}  # fmt: skip
DECODED: Final = "decoded"
"""The name for sensors whose network server decodes them."""
NAMES: Final = (*CODECS, DECODED)


def reading_of(uplink: Uplink, codec_name: str) -> Reading:
    """Read an uplink of a device whose codec is known; raises UnreadablePayloadError."""
    codec = CODECS.get(codec_name)
    if codec is not None and uplink.payload is not None:
        return codec.decode(uplink.payload, uplink.port)
    if uplink.decoded is not None:
        return read_decoded(uplink.decoded)
    raise UnreadablePayloadError("the network has decoded nothing, and no codec is named")


def guess(uplink: Uplink) -> tuple[str, Reading] | None:
    """Read an uplink of a device nobody has named: by what the network decoded, else by the one
    codec that it fits. None where it fits none, or several.
    """
    if uplink.decoded is not None:
        try:
            return DECODED, read_decoded(uplink.decoded)
        except UnreadablePayloadError:
            pass
    network = "sigfox" if uplink.port is None else "lorawan"  # Sigfox has no ports
    found = []
    for codec in CODECS.values():
        if codec.over not in {network, "any"}:
            continue
        try:
            reading = codec.decode(uplink.payload or b"", uplink.port)
        except UnreadablePayloadError:
            continue
        if reading.status is not None:
            found.append((codec.name, reading))
    return found[0] if len(found) == 1 else None

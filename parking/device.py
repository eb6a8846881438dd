"""Device: which bay a sensor watches, and how its payload is written, as its operator says."""

from typing import NamedTuple


class Device(NamedTuple):
    """One sensor. A tuple, because a large city has hundreds of thousands."""

    device_id: str
    lot_id: str
    space_code: str
    codec: str

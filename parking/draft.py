"""A lot as somebody wants it registered: checked, converted to WGS-84, not stored yet."""

from dataclasses import dataclass, field
from typing import Any

from parking.vocabulary import LandUse, LotClass, SpaceClass, Structure


@dataclass(frozen=True, slots=True)
class LotDraft:
    """What `RegistryStore.put_lots` takes; the fields mean what they mean in `parking.lot.Lot`.

    `operator_id` None leaves the lot with its operator, or gives it to the caller's.
    `area_code` None lets the registry find the smallest area around the position.
    """

    lot_id: str
    name: str
    partition: int
    operator_id: str | None = None
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    cell: int | None = None
    raw_lat: float | None = None
    raw_lon: float | None = None
    coordsys: str = "wgs84"
    capacity: dict[SpaceClass, int] = field(default_factory=dict)
    lot_class: LotClass | None = None
    structure: Structure | None = None
    land_use: LandUse | None = None
    address: str | None = None
    opening_hours: str | None = None
    tariff: dict[str, Any] | None = None
    max_height_m: float | None = None
    area_code: str | None = None
    entrances: list[dict[str, Any]] | None = None
    outline: dict[str, Any] | None = None
    has_gate: bool = False
    timezone: str = "Asia/Shanghai"

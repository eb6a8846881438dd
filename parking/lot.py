"""Lot: the static facts of one parking facility. What moves by the second is in `parking.live`."""

from dataclasses import dataclass, field
from typing import Any

from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.vocabulary import LandUse, LotClass, SpaceClass, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """What may be said of a lot, registered or not; positions are WGS-84 degrees.

    `cell` is the H3 index at resolution 10, None where the lot has no position (then it is in no
    nearby answer and no cell). `capacity` is per space class; a class that is absent has none, a
    lot with an empty mapping has unknown capacity. `raw_*` is the position as it was handed in.
    """

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


@dataclass(frozen=True, slots=True)
class Lot(LotFacts):
    """A lot as the registry holds it. One that `is_draft` takes reports, and no reader sees it."""

    lot_key: LotKey
    lot_id: LotId
    operator_key: OperatorKey
    operator_id: OperatorId
    name: str
    partition: int
    version: int = 0
    deleted: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where reports come from: one per credential, or per polled feed.

    `ttl_s` is learned from the source's own rhythm; `changes_only` says that silence means
    "nothing changed", so that a heartbeat renews the lot.
    """

    source_key: int
    source_id: str
    operator_key: int | None
    operator_id: str | None
    ttl_s: float = 120.0
    changes_only: bool = False
    kind: str = "http"

"""Each format out and in: what it is to carry, and what becomes of what it has no word for."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.export.cds.rendering import sheet as cds_sheet
from ingest.export.cds.rendering import zone_json
from ingest.export.cds.words import zone_id
from ingest.export.datex2.publications import light_sheet, status_sheet, table_sheet
from ingest.export.lots_geojson.rendering import lots_sheet
from ingest.export.ngsi.listing import with_context
from ingest.export.ngsi.parts import accesses, groups
from ingest.export.ngsi.sites import site as ngsi_site
from ingest.export.parkapi_v1.rendering import city_sheet
from ingest.export.parkapi_v3.rendering import site as parkapi_site
from ingest.export.shown import Shown
from ingest.formats.cds.mapping import FORM as CDS
from ingest.formats.datex2_light.mapping import FORM as LIGHT
from ingest.formats.datex2_v3.mapping import FORM as DATEX2
from ingest.formats.form import Form
from ingest.formats.ngsi.mapping import FORM as NGSI
from ingest.formats.onelot_lots.mapping import FORM as ONELOT
from ingest.formats.parkapi_v1.mapping import FORM as PARKAPI_V1
from ingest.formats.parkapi_v3.mapping import FORM as PARKAPI_V3
from parking.vocabulary import SPACE_CLASSES, SpaceClass
from tests.ingest.export.printing import body_of
from tests.ingest.export.samples import NOW_US, OPERATOR, PUBLISHER

ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Trip:
    """A format out and in: which facts and which classes come back, and under which id."""

    form: Form
    documents: Callable[[list[Shown]], Iterable[bytes]]
    facts: tuple[str, ...]
    becomes: dict[SpaceClass, SpaceClass | None] = field(default_factory=dict)
    """Classes that come back as another, or not at all."""
    classes: tuple[SpaceClass, ...] = SPACE_CLASSES
    needs_place: bool = True
    has_values: bool = True
    has_time: bool = True
    has_openings: bool = True
    tells_shared: bool = False
    """Figures of shared spaces come back as such."""
    lot_id: Callable[[Shown], str] = lambda one: one.lot.lot_id
    is_for_kerbs: bool = False


def datex2(seen: list[Shown]) -> list[bytes]:
    table = table_sheet(
        [one.lot for one in seen], lambda _: OPERATOR, PUBLISHER, NOW_US, version=1, is_real=True
    )
    status = status_sheet(seen, PUBLISHER, NOW_US, version=1, is_real=True)
    return [body_of(table), body_of(status)]


def ngsi(seen: list[Shown]) -> list[bytes]:
    entities = []
    for one in seen:
        entities += [ngsi_site(one, PUBLISHER), *groups(one), *accesses(one)]
    return [json.dumps(with_context(entities)).encode()]


def parkapi_v3(seen: list[Shown]) -> list[bytes]:
    items = [parkapi_site(one, PUBLISHER) for one in seen]
    return [json.dumps({"total_count": len(items), "items": items}).encode()]


def cds(seen: list[Shown]) -> list[bytes]:
    zones = (zone_json(one, [], PUBLISHER, with_geometry=True) for one in seen)
    return [body_of(cds_sheet("zones", zones, PUBLISHER, NOW_US, ZONE))]


TRIPS = {
    "datex2": Trip(
        DATEX2,
        datex2,
        ("name", "name_en", "place", "capacity", "onstreet", "structure", "address", "hours",
         "max_height_m", "outline", "entrances"),
        needs_place=False,
        tells_shared=True,
    ),
    "datex2-light": Trip(
        LIGHT,
        lambda seen: [body_of(light_sheet(seen, PUBLISHER, NOW_US))],
        ("name", "place", "onstreet", "address", "max_height_m"),
        becomes={"shared": "general"},
        classes=("general", "shared"),
    ),
    "ngsi": Trip(
        NGSI,
        ngsi,
        ("name", "name_en", "place", "capacity", "onstreet", "structure", "address",
         "max_height_m", "entrances"),
        becomes={"shared": "general", "monthly": "reserved"},
        classes=("general", "charging", "accessible", "shared", "monthly", "motorcycle"),
    ),
    "parkapi-v1": Trip(
        PARKAPI_V1,
        lambda seen: [body_of(city_sheet(seen, lambda _: None, PUBLISHER, NOW_US, None))],
        ("name", "place", "capacity", "onstreet", "address", "opening_hours"),
        becomes={"shared": "general"},
    ),
    "parkapi-v3": Trip(
        PARKAPI_V3,
        parkapi_v3,
        ("name", "place", "capacity", "onstreet", "address", "max_height_m", "outline",
         "opening_hours"),
        becomes={"shared": "general", "reserved": None, "monthly": None},
    ),
    "cds": Trip(
        CDS,
        cds,
        ("name", "capacity"),
        classes=("general",),
        has_openings=False,
        lot_id=lambda one: str(zone_id(one.lot.lot_id)),
        is_for_kerbs=True,
    ),
    "lots.geojson": Trip(
        ONELOT,
        lambda seen: [body_of(lots_sheet(seen, PUBLISHER, NOW_US, ZONE))],
        ("name", "name_en", "place", "capacity", "structure", "lot_class", "land_use", "address",
         "opening_hours", "tariff", "max_height_m", "outline", "entrances", "has_gate",
         "timezone", "operator_id"),
        needs_place=False,
        tells_shared=True,
    ),
}  # fmt: skip

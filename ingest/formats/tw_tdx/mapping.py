"""From the transport data exchange to ours: car parks and road sections are lots."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import IT_IS, Form, Likeness, Terms
from ingest.formats.lot_facts import LONGEST_ADDRESS, capacity_of, opening, position_of, snapshot
from ingest.formats.payload_records import facts_of, likeness_of
from ingest.formats.publication import Publication
from ingest.formats.several_languages import line_in_any, names_of
from ingest.formats.tw_tdx.payload import (
    CAR_PARK,
    LISTS,
    SEGMENT,
    SERVICE,
    SPOT,
    SPOT_STATUSES,
    STRUCTURES,
    is_ours,
    middle_of_wkt,
    records,
)
from ingest.formats.tw_tdx.spaces import capacities, spaces_of
from parking.words import Words

NAME: Final = "tw_tdx"
_ZONE: Final = ZoneInfo("Asia/Taipei")


def recognise(document: Document) -> Likeness:
    root = document.json
    if isinstance(root, Mapping) and any(root.get(name) == [] for name in LISTS):
        return IT_IS
    return likeness_of(records(root), is_ours)


def read(document: Document, _terms: Terms) -> Publication:
    """Read descriptions, spaces, availabilities and single spots, whichever a payload lists."""
    publication = Publication(NAME)
    whole = document.json if isinstance(document.json, Mapping) else {}
    envelope = Facts(publication, "", whole, _ZONE, is_zone_known=True)
    source = envelope.moment("SrcUpdateTime")
    publication.published_at = source or envelope.moment("UpdateTime")
    for facts in facts_of(publication, records(document.json), _ZONE, is_zone_known=True):
        lot_id = facts.text(CAR_PARK) or facts.text(SEGMENT)
        if lot_id is None:
            facts.find("no-id", field=CAR_PARK if SEGMENT not in facts.members else SEGMENT)
        elif facts.text(SPOT) is not None:
            _add_spot(facts.of(lot_id))
        else:
            _add(facts.of(lot_id))
    return publication


def _add(facts: Facts) -> None:
    is_segment = CAR_PARK not in facts.members
    names = names_of(facts.get("ParkingSegmentName" if is_segment else "CarParkName"))
    kind = facts.number("CarParkType")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            **names,
            **_place(facts),
            "coordsys": "wgs84",
            "timezone": _ZONE.key,
            "capacity": capacity_of(facts, capacities(facts)),
            "lot_class": "onstreet" if is_segment else None,
            "structure": "onstreet" if is_segment else STRUCTURES.get(int(kind or 0)),
            "address": line_in_any(facts.get("Address"), LONGEST_ADDRESS),
            "has_gate": facts.flag("Gated"),
        },
    )
    observed_at = facts.moment("DataCollectTime")
    status = facts.number("ServiceStatus")
    is_open = None if status is None else SERVICE.get(int(status))
    opening(facts, is_open, observed_at)
    snapshot(facts, spaces_of(facts, is_open=is_open), observed_at, "DataCollectTime")


def _place(facts: Facts) -> dict[str, object]:
    for name in ("CarParkPosition", "ParkingSegmentPosition", "Position"):
        point = facts.inner(name)
        if point.members:
            return position_of(point, point.get("PositionLat"), point.get("PositionLon"))
    middle = middle_of_wkt(facts.get("Geometry"))
    return {} if middle is None else position_of(facts, *middle, "Geometry")


def _add_spot(facts: Facts) -> None:
    status = facts.number("SpotStatus")
    if status is None:
        return
    facts.publication.report(
        facts.pointer,
        {
            "kind": "space",
            "lot_id": facts.lot_id,
            "space_code": facts.text(SPOT, 64),
            "status": SPOT_STATUSES.get(int(status), "unknown"),
            "observed_at": facts.moment("DataCollectTime"),
        },
    )


FORM: Final = Form(
    name=NAME,
    title=Words("台湾运输资料流通服务（TDX）停车", "Taiwan transport data exchange (TDX) parking"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

"""Spaces of DATEX II Light: bays of a site, or lots of one space."""

from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_of
from ingest.formats.datex2.counts import Count
from ingest.formats.datex2.descriptions import names_of
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.statuses import Status, tell, tell_bay
from ingest.formats.datex2_light.payload import ASSIGNED, LOCATION, TIME, id_of, site_of_space
from ingest.formats.datex2_light.sites import located_at
from ingest.formats.xml_reading import child, children, text

_STATES: Final = {"available": "free", "occupied": "occupied"}


def take_space(reader: Reader, space: Element) -> None:
    """Take a space as a bay of its site, or as a lot of its own."""
    code = id_of(space)
    if code is None:
        reader.find("no-id", space, None, field="id")
        return
    site_id = site_of_space(space)
    moment = reader.moment(space, site_id or code, TIME)
    availability = text(space, "availability") or "unknown"
    if site_id is not None:
        state = _STATES.get(availability, "unknown")
        tell_bay(reader, space, site_id, code, status=state, observed_at=moment)
        return
    holder = Element("assigned")
    holder.extend(children(space, ASSIGNED))
    space_class = class_of(holder)
    located = located_at(reader, child(space, LOCATION), code)
    reader.publication.lot(
        reader.tree.place(space),
        {
            "lot_id": code,
            **names_of(child(space, "name")),
            "lat": located.lat,
            "lon": located.lon,
            "coordsys": "wgs84",
            "capacity": {space_class: 1},
        },
    )
    count = Count(free=int(availability == "available"), capacity=1)
    known = availability in _STATES
    words = ["closed"] if availability == "closed" else []
    tell(
        reader,
        Status(space, code, moment, words, Count(), {space_class: count} if known else {}),
        TIME,
    )

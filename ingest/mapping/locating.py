"""Where a record's lot is, by whichever of its fields says so, and the fields that tell it."""

from collections.abc import Mapping as Members

from geo.shape import read_outline
from ingest.mapping.compiled import Compiled
from ingest.mapping.notes import Notes
from ingest.mapping.placing import NoPlaceError, Place, place_of, place_of_numbers
from ingest.mapping.records import Record
from parking.draft_outline import MENDED_POINTS_MAX, POINTS_MAX


def locate(record: Record, ready: Compiled) -> Place | None:
    """Find the record's place; NoPlaceError where it has one that cannot be used."""
    if "lat" in ready.fields and "lon" in ready.fields:
        place = place_of_numbers(ready.raw("lat", record), ready.raw("lon", record), ready.crs)
        if place is not None:
            return place
    if "position" in ready.fields:
        place = place_of(ready.raw("position", record), ready.crs)
        if place is not None:
            return place
    return None if record.geometry is None else place_of(record.geometry, ready.crs)


def placed(
    record: Record, place: Place, ready: Compiled, notes: Notes, lot_id: str
) -> Members[str, object]:
    """Return the fields of a place; NoPlaceError outside the mapping's box."""
    box = ready.mapping.bbox
    if box is not None and not (box[0] <= place.lon <= box[2] and box[1] <= place.lat <= box[3]):
        raise NoPlaceError("bad-position", value=f"{place.lat}, {place.lon}")
    datum = "wgs84" if place.is_wgs84 else ready.coordsys
    fields: dict[str, object] = {"lat": place.lat, "lon": place.lon, "coordsys": datum}
    if place.outline is None:
        return fields
    try:
        read_outline(
            place.outline, "wgs84", points_max=POINTS_MAX, mended_points_max=MENDED_POINTS_MAX
        )
    except ValueError as error:
        notes.each("ignored-part", record.pointer, lot_id, value=f"outline: {error}")
        return fields
    return {"outline": place.outline, "coordsys": datum}

"""From the state of a lot or a kerb segment to the lot's description; what is bad is left out."""

from collections.abc import Mapping

from ingest.formats.publication import Opening, said
from ingest.interlink.counts import capacity_of, spaces_of
from ingest.interlink.looking import Chain, Layer, look
from ingest.interlink.movements import common_of
from ingest.interlink.record_reader import RecordReader
from ingest.interlink.values import clock_of, decimal_of, opening_hours_of, text_of_value
from parking.draft_fields import MAX_HEIGHT_LIMIT_M
from parking.draft_place import ENTRANCES_MAX, doubt_of
from parking.draft_text import MAX_NAME_LENGTH, is_plain

LONGEST_ADDRESS = 400


def read_lot(reader: RecordReader, *, is_kerb: bool = False) -> None:
    """Read a lot's description, and the count and opening that come along with it."""
    name = reader.needed_text("name", MAX_NAME_LENGTH)
    if not is_plain(name):
        reader.refuse("bad-record", "name", value=reader.name_of("name"))
    kerb = {"lot_class": "onstreet", "structure": "onstreet"} if is_kerb else {}
    reader.out.lots.append(
        said(
            {
                "lot_id": reader.lot_id,
                "name": name,
                "name_en": _plain(reader, "name_en", MAX_NAME_LENGTH),
                "address": _plain(reader, "address", LONGEST_ADDRESS),
                **_place_of(reader),
                "entrances": _entrances_of(reader),
                "capacity": capacity_of(reader),
                "area_code": _plain(reader, "area_code", 64),
                "max_height_m": _height_of(reader),
                "opening_hours": _hours_of(reader),
                "structure": reader.word("structure", is_closed=True),
                "lot_class": reader.word("lot_class", is_closed=True),
                "land_use": reader.word("land_use", is_closed=True),
                **kerb,
            }
        )
    )
    _read_state(reader)


def _read_state(reader: RecordReader) -> None:
    observed_at = reader.moment("observed_at") or reader.moment("sent_at")
    is_open = reader.flag("is_open")
    if is_open is not None:
        opening = Opening(reader.out.pointer, reader.lot_id, is_open, observed_at)
        reader.out.openings.append(opening)
    if reader.found("free") is None or observed_at is None:
        return
    if spaces := spaces_of(reader):
        counted = {"kind": "snapshot", **common_of(reader), "observed_at": observed_at}
        reader.out.reports.append(said({**counted, "spaces": spaces}))


def _place_of(reader: RecordReader) -> dict[str, object]:
    """Return the position; of a segment's two ends, the middle."""
    lat, lon = reader.number("lat"), reader.number("lon")
    end_lat, end_lon = reader.number("end_lat"), reader.number("end_lon")
    if lat is None or lon is None:
        return {}
    if end_lat is not None and end_lon is not None:
        lat, lon = round((lat + end_lat) / 2, 7), round((lon + end_lon) / 2, 7)
    if _is_doubtful(lat, lon):
        reader.note("bad-position", "lat", value=f"{lat}, {lon}")
        return {}
    return {"lat": lat, "lon": lon, "coordsys": _datum_of(reader)}


def _datum_of(reader: RecordReader) -> str:
    return reader.word("coordsys", is_closed=True) or reader.profile.coordsys


def _entrances_of(reader: RecordReader) -> list[dict[str, object]]:
    entrances = []
    for item in _objects(reader, "entrances")[:ENTRANCES_MAX]:
        lat, lon, name = (
            look(reader.message.fields.get(field, ()), item)
            for field in ("entrance_lat", "entrance_lon", "entrance_name")
        )
        point = [decimal_of(one.value) for one in (lat, lon) if one is not None]
        numbers = [float(number) for number in point if number is not None]
        if len(numbers) == 2 and not _is_doubtful(*numbers):  # noqa: PLR2004 - lat, lon
            called = text_of_value(name.value) if name else None
            entrances.append(said({"lat": numbers[0], "lon": numbers[1], "name": called}))
    return entrances


def _height_of(reader: RecordReader) -> float | None:
    height = reader.number("max_height_m")
    if height is not None and not 0 < height <= MAX_HEIGHT_LIMIT_M:
        reader.note("ignored-part", "max_height_m", value=f"{height} m")
        return None
    return height


def _hours_of(reader: RecordReader) -> str | None:
    """Read hours from one text, or from a list of openings and closings."""
    text = reader.text("opening_hours", 200)
    hours = _listed_hours(reader) if text is None else opening_hours_of(text)
    if text is not None and hours is None:
        reader.note("ignored-part", "opening_hours", value=text)
    return hours


def _listed_hours(reader: RecordReader) -> str | None:
    ranges = []
    for item in _objects(reader, "hours"):
        ends = [
            look(reader.message.fields.get(field, ()), item) for field in ("hours_from", "hours_to")
        ]
        clocks = [clock_of(end.value) for end in ends if end is not None]
        if len(clocks) == 2 and all(clocks):  # noqa: PLR2004 - from, to
            ranges.append("-".join(str(clock) for clock in clocks))
    return opening_hours_of(",".join(ranges)) if ranges else None


def _objects(reader: RecordReader, field: str) -> list[Chain]:
    """Return the objects of a list within the record, each as something to look in."""
    found = reader.found(field)
    listed = found.value if found and isinstance(found.value, list) else []
    return [(Layer(item),) for item in listed if isinstance(item, Mapping)]


def _is_doubtful(lat: float, lon: float) -> bool:
    return doubt_of(lat, lon, city=None, is_city_bound=False) is not None


def _plain(reader: RecordReader, field: str, longest: int) -> str | None:
    text = reader.text(field, longest)
    return text if text is not None and is_plain(text) else None

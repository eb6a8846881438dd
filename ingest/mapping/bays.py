"""Bays: each record is one; lots are made of those that belong together."""

from collections import Counter
from dataclasses import dataclass, field

from ingest.formats.publication import Publication, said
from ingest.mapping.compiled import Compiled
from ingest.mapping.describing import describe, known_word
from ingest.mapping.locating import locate, placed
from ingest.mapping.notes import Notes
from ingest.mapping.observing import observed
from ingest.mapping.picking import cell_id
from ingest.mapping.placing import NoPlaceError, Place
from ingest.mapping.records import Record

_LONGEST_CODE = 64


@dataclass(slots=True)
class _Group:
    pointer: str
    fields: dict[str, object]
    places: list[tuple[float, float]] = field(default_factory=list)
    classes: Counter[str] = field(default_factory=Counter)
    codes: set[str] = field(default_factory=set)


class Bays:
    """Gathers bays into lots: as many spaces as bays, at the middle of them."""

    def __init__(self, ready: Compiled, publication: Publication, notes: Notes) -> None:
        self._ready, self._publication, self._notes = ready, publication, notes
        pick = ready.mapping.fields.get("lot_id")
        self._cell = pick.cell if pick is not None else None
        self._groups: dict[str, _Group] = {}

    def take(self, record: Record) -> None:
        code = self._ready.text("space_code", record)
        try:
            place = locate(record, self._ready)
            at = {} if place is None else placed(record, place, self._ready, self._notes, "")
            lot_id = self._lot_of(record, place)
        except NoPlaceError as error:
            self._notes.each(error.code, record.pointer, code, **error.places)
            return
        if lot_id is None or code is None:
            missing = "lot_id" if lot_id is None else "space_code"
            self._notes.each("no-id", record.pointer, code, field=missing)
            return
        self._gather(record, lot_id, code[:_LONGEST_CODE], place, at.get("coordsys"))
        self._report(record, lot_id, code[:_LONGEST_CODE])

    def finish(self) -> None:
        """Add the lots."""
        for group in self._groups.values():
            if group.places:
                lats, lons = zip(*group.places, strict=True)
                group.fields["lat"] = round(sum(lats) / len(lats), 7)
                group.fields["lon"] = round(sum(lons) / len(lons), 7)
            group.fields["capacity"] = dict(group.classes)
            self._publication.lot(group.pointer, group.fields)

    def _lot_of(self, record: Record, place: Place | None) -> str | None:
        if self._cell is None:
            return self._ready.lot_id(record)
        if place is None:
            return None
        try:
            cell = cell_id(place.lat, place.lon, self._cell)
        except ValueError as error:
            raise NoPlaceError("bad-position", value=f"{place.lat}, {place.lon}") from error
        return self._ready.mapping.id_prefix + cell

    def _gather(
        self, record: Record, lot_id: str, code: str, place: Place | None, datum: object
    ) -> None:
        if lot_id not in self._groups:
            fields = describe(record, self._ready, self._notes, lot_id)
            self._groups[lot_id] = _Group(record.pointer, fields)
        group = self._groups[lot_id]
        if code in group.codes:
            return
        group.codes.add(code)
        group.classes[known_word("space_class", record, self._ready, self._notes) or "general"] += 1
        if place is not None:
            group.places.append((place.lat, place.lon))
            group.fields["coordsys"] = datum

    def _report(self, record: Record, lot_id: str, code: str) -> None:
        status = known_word("status", record, self._ready, self._notes)
        if status is None:
            return
        named = self._ready.fields.get("space_class")
        fields = {
            "kind": "space",
            "lot_id": lot_id,
            "space_code": code,
            "status": status,
            "space_class": known_word("space_class", record, self._ready, self._notes)
            if named
            else None,
            "observed_at": observed(record, self._ready, self._notes, lot_id),
            "record_serial": self._ready.text("serial", record),
        }
        self._publication.report(record.pointer, said(fields))

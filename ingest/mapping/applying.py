"""Applies a mapping: from a document's records to lots, reports and openings in our words."""

from collections.abc import Iterator

from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.publication import Opening, Publication
from ingest.mapping.bays import Bays
from ingest.mapping.compiled import Compiled, compiled
from ingest.mapping.counting import count
from ingest.mapping.describing import capacity_of, describe, registered
from ingest.mapping.filtering import is_ours
from ingest.mapping.locating import locate, placed
from ingest.mapping.model import Mapping
from ingest.mapping.named_crs import crs_named_in
from ingest.mapping.notes import Notes
from ingest.mapping.observing import observed
from ingest.mapping.placing import NoPlaceError
from ingest.mapping.records import (
    Record,
    features_of,
    records_at,
    table_records,
    value_at,
    whole_of,
)
from ingest.mapping.series import Series
from parking.vocabulary import SpaceClass

FORMAT = "mapping"


def apply_mapping(
    document: Document, mapping: Mapping, terms: Terms, *, format_name: str = FORMAT
) -> Publication:
    """Read a document by a mapping; ValueError where the document is of another shape."""
    expected = "json" if mapping.shape == "geojson" else mapping.shape
    if document.kind != expected:
        raise ValueError(f"the mapping is for {mapping.shape}, this is {document.kind}")
    ready = compiled(mapping, terms, crs_named_in(document))
    publication = Publication(format_name)
    notes = Notes(publication)
    _publish_time(document, ready, publication, notes)
    reading = _Reading(ready, publication, notes)
    for record in records_of(document, mapping):
        if is_ours(record, ready, notes):
            reading.take(record)
    reading.finish()
    return publication


def records_of(document: Document, mapping: Mapping) -> Iterator[Record]:
    """Yield the records that a mapping is about, before its filters."""
    if mapping.shape == "table":
        return table_records(document, mapping.sheet)
    if mapping.shape == "geojson":
        return features_of(document.json)
    whole = whole_of(document)
    return records_at(whole, mapping.list_path, is_xml=mapping.shape == "xml")


class _Reading:
    """What has been read so far; records are taken in the order of the file."""

    def __init__(self, ready: Compiled, publication: Publication, notes: Notes) -> None:
        self.ready, self.publication, self.notes = ready, publication, notes
        self.rows = ready.mapping.rows
        self.series = Series(publication, joins="space_class" in ready.mapping.fields)
        self.bays = Bays(ready, publication, notes)
        self.seen = False

    def take(self, record: Record) -> None:
        self.seen = True
        if self.rows == "bays":
            self.bays.take(record)
            return
        lot_id = self.ready.lot_id(record)
        if lot_id is None:
            self.notes.each("no-id", record.pointer, None, field="lot_id")
            return
        capacity = capacity_of(record, self.ready, self.notes, lot_id)
        observed_at = None
        if self.rows != "lots":
            observed_at = observed(record, self.ready, self.notes, lot_id)
        if self.rows != "counts":
            fields = describe(record, self.ready, self.notes, lot_id)
            fields["capacity"] = registered(capacity, record, self.notes, lot_id)
            self._add_lot(record, lot_id, fields, observed_at)
        if self.rows != "lots":
            self._add_count(record, lot_id, capacity, observed_at)

    def finish(self) -> None:
        """Hand over what is told of many records together."""
        self.bays.finish()
        self.series.finish()
        if not self.seen and not self.publication.findings:
            self.publication.find("empty", "")

    def _add_lot(
        self, record: Record, lot_id: str, fields: dict[str, object], observed_at: str | None
    ) -> None:
        try:
            place = locate(record, self.ready)
            if place is not None:
                fields |= placed(record, place, self.ready, self.notes, lot_id)
        except NoPlaceError as error:
            self.notes.each(error.code, record.pointer, lot_id, **error.places)
            return
        self.series.lot(record.pointer, lot_id, fields, observed_at)

    def _add_count(
        self,
        record: Record,
        lot_id: str,
        capacity: dict[SpaceClass, int],
        observed_at: str | None,
    ) -> None:
        counted = count(record, self.ready, self.notes, lot_id, capacity)
        if counted.is_open is not None:
            self.publication.openings.append(
                Opening(record.pointer, lot_id, counted.is_open, observed_at)
            )
        if counted.spaces:
            serial = self.ready.text("serial", record)
            self.series.count(record.pointer, lot_id, observed_at, serial, counted.spaces)


def _publish_time(
    document: Document, ready: Compiled, publication: Publication, notes: Notes
) -> None:
    path = ready.mapping.published_at
    if not path:
        return
    root = whole_of(document)
    value = value_at(Record("", root), path) if isinstance(root, dict) else None
    if value is None:
        return
    try:
        publication.published_at, is_naive = ready.moment_in(value)
    except ValueError:
        notes.each("bad-time", path, None, value=value)
        return
    if is_naive and not ready.mapping.zone:
        notes.once("naive-time", "published_at", path, value=value, zone=ready.zone.key)

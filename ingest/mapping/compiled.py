"""A mapping made ready for many records: pickers, words, zone and units looked up once."""

from collections.abc import Mapping as Members
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from geo.datum import Datum
from ingest.formats.form import Terms
from ingest.formats.moments import moment_of
from ingest.mapping.known_words import theirs_to_ours
from ingest.mapping.model import WORD_FIELDS, Counted, Mapping
from ingest.mapping.picking import Picker, picker
from ingest.mapping.records import Record
from ingest.mapping.values import TEXT_MISSING, line_of, text_of
from parking.vocabulary import SpaceClass


@dataclass(frozen=True, slots=True)
class Compiled:
    """What each record is read with."""

    mapping: Mapping
    zone: ZoneInfo
    coordsys: Datum
    crs: str
    missing: frozenset[str]
    fields: Members[str, Picker]
    counts: Members[Counted, Members[SpaceClass, Picker]]
    hours: Members[str, Picker]
    words: Members[str, Members[str, str]]
    described: frozenset[str]
    """Fields that have a column or a constant."""

    def raw(self, name: str, record: Record) -> object:
        """Return the value as it stands; None where it is not mapped, or says that it is none."""
        if name not in self.fields:
            return None
        value = self.fields[name](record)
        is_missing = isinstance(value, str) and text_of(value, self.missing) is None
        return None if is_missing else value

    def text(self, name: str, record: Record) -> str | None:
        """Return a line of text."""
        return line_of(self.raw(name, record), self.missing)

    def lot_id(self, record: Record) -> str | None:
        """Return the feed's id with the mapping's prefix."""
        text = self.text("lot_id", record)
        return None if text is None else self.mapping.id_prefix + text

    def word(self, name: str, record: Record) -> tuple[str | None, str | None]:
        """Return (our word, their word); ours is None where theirs is not known."""
        if name not in self.fields:
            constant = self.mapping.constants.get(name)
            return (None if constant is None else str(constant).lower()), None
        theirs = text_of(self.fields[name](record), ())
        if theirs is None or (name != "status" and text_of(theirs, self.missing) is None):
            return None, None
        return self.words[name].get(theirs.casefold()), theirs

    def moment(self, record: Record) -> tuple[str, bool] | None:
        """Return (RFC 3339, whether the zone was taken from beside); ValueError for no time."""
        value = self.raw("observed_at", record)
        if value is None:
            return None
        return self.moment_in(value)

    def moment_in(self, value: object) -> tuple[str, bool]:
        """Read one time as the mapping says it is written."""
        unit = self.mapping.units.get("time", "any")
        if unit != "any":
            value = _seconds(value, unit)
        elif self.mapping.time_form:
            text = text_of(value) or ""
            value = datetime.strptime(text, self.mapping.time_form)  # noqa: DTZ007
        try:
            found = moment_of(value, self.zone)
        except OverflowError:
            found = None
        if found is None:
            raise ValueError(f"{value!r:.40} is no time")
        return found


def compiled(mapping: Mapping, terms: Terms, crs: str = "") -> Compiled:
    """Make ready; `crs` is what the payload itself names, the mapping's own goes before it."""
    missing = TEXT_MISSING | {text.strip().casefold() for text in mapping.missing}
    return Compiled(
        mapping=mapping,
        zone=ZoneInfo(mapping.zone) if mapping.zone else terms.zone,
        coordsys=mapping.coordsys or terms.coordsys,
        crs=mapping.crs or ("" if mapping.coordsys else crs),
        missing=missing,
        fields={name: picker(pick, missing) for name, pick in mapping.fields.items()},
        counts={
            counted: {name: picker(pick, missing) for name, pick in classes.items()}
            for counted, classes in mapping.counts.items()
        },
        hours={name: picker(pick, missing) for name, pick in mapping.hours.items()},
        described=frozenset({*mapping.fields, *mapping.constants}),
        words={name: theirs_to_ours(name, mapping.words.get(name)) for name in WORD_FIELDS},
    )


def _seconds(value: object, unit: str) -> datetime:
    number = float(text_of(value) or "nan")
    try:
        return datetime.fromtimestamp(number / (1_000 if unit == "milliseconds" else 1), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{value!r:.40} is no time") from error

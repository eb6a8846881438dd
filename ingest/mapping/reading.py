"""Reads a mapping file, strictly: a key that is not known is a mistake, and is told as one."""

import tomllib
from collections.abc import Mapping as Members
from typing import Final, cast

from ingest.formats.findings import Finding
from ingest.mapping.complaints import Complaints, nearest
from ingest.mapping.model import (
    CONSTANTS,
    COUNTED,
    FIELDS,
    HOURS,
    ROW_KINDS,
    SHAPES,
    UNITS,
    WORD_FIELDS,
    Counted,
    Mapping,
    Pick,
    RowKind,
    Shape,
)
from ingest.mapping.reading_parts import read_pick, read_rules, read_texts, read_words, table_of
from ingest.mapping.reading_source import bbox, choice, crs, datum, text, zone
from parking.vocabulary import SPACE_CLASSES, SpaceClass

SOURCE_KEYS: Final = (
    "shape", "rows", "title", "list", "sheet", "published_at", "zone", "coordsys", "crs", "bbox",
    "time", "missing", "id_prefix",
)  # fmt: skip
SECTIONS: Final = (
    "source", "fields", "hours", "words", "units", "constants", "only", "skip",
)  # fmt: skip


def read_mapping(content: bytes) -> Mapping | list[Finding]:
    """Read a file: the mapping, or everything that is wrong with it."""
    complaints = Complaints()
    try:
        whole = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        complaints.value("", str(error), "TOML, UTF-8")
        return complaints.findings
    complaints.unknown_keys("", whole, SECTIONS)
    source = table_of(whole, "source", complaints)
    complaints.unknown_keys("/source", source, SOURCE_KEYS)
    mapping = Mapping(
        shape=cast("Shape", choice(source, "shape", SHAPES, complaints)),
        rows=cast("RowKind", choice(source, "rows", ROW_KINDS, complaints)),
        title=text(source, "title", complaints),
        list_path=text(source, "list", complaints),
        sheet=text(source, "sheet", complaints),
        published_at=text(source, "published_at", complaints),
        zone=zone(source, complaints),
        coordsys=datum(source, complaints),
        crs=crs(source, complaints),
        bbox=bbox(source, complaints),
        time_form=text(source, "time", complaints),
        missing=read_texts(source.get("missing", ()), "/source/missing", complaints),
        id_prefix=text(source, "id_prefix", complaints),
        fields=_fields(whole, complaints),
        counts=_counts(whole, complaints),
        hours=_picks(whole, "hours", HOURS, complaints),
        words=read_words(whole, complaints),
        units=_units(whole, complaints),
        constants=_constants(whole, complaints),
        only=read_rules(whole, "only", complaints),
        skip=read_rules(whole, "skip", complaints),
    )
    _check_enough(mapping, complaints)
    return complaints.findings or mapping


def _fields(whole: Members[str, object], complaints: Complaints) -> dict[str, Pick]:
    table = table_of(whole, "fields", complaints)
    complaints.unknown_keys("/fields", table, (*FIELDS, *COUNTED))
    return {
        key: read_pick(value, f"/fields/{key}", complaints)
        for key, value in table.items()
        if key in FIELDS
    }


def _counts(
    whole: Members[str, object], complaints: Complaints
) -> dict[Counted, dict[SpaceClass, Pick]]:
    table = table_of(whole, "fields", complaints)
    counts: dict[Counted, dict[SpaceClass, Pick]] = {}
    for counted in COUNTED:
        value = table.get(counted)
        if value is None:
            continue
        pointer = f"/fields/{counted}"
        # A table of classes, or the one column of general spaces in its place.
        is_classes = isinstance(value, dict) and not value.keys() & {"column", "columns", "first"}
        classes: dict[str, object] = value if is_classes and isinstance(value, dict) else {}
        complaints.unknown_keys(pointer, classes, SPACE_CLASSES)
        listed = classes if is_classes else {"general": value}
        counts[counted] = {
            name: read_pick(listed[name], f"{pointer}/{name}", complaints)
            for name in SPACE_CLASSES
            if name in listed
        }
    return counts


def _picks(
    whole: Members[str, object], section: str, known: tuple[str, ...], complaints: Complaints
) -> dict[str, Pick]:
    table = table_of(whole, section, complaints)
    complaints.unknown_keys(f"/{section}", table, known)
    return {
        key: read_pick(value, f"/{section}/{key}", complaints)
        for key, value in table.items()
        if key in known
    }


def _units(whole: Members[str, object], complaints: Complaints) -> dict[str, str]:
    table = table_of(whole, "units", complaints)
    complaints.unknown_keys("/units", table, UNITS)
    units: dict[str, str] = {}
    for key, value in table.items():
        if value in UNITS.get(key, (value,)):
            units[key] = str(value)
        else:
            complaints.value(f"/units/{key}", value, ", ".join(UNITS[key]))
    return units


def _constants(whole: Members[str, object], complaints: Complaints) -> dict[str, object]:
    table = table_of(whole, "constants", complaints)
    complaints.unknown_keys("/constants", table, CONSTANTS)
    for key, value in table.items():
        known = WORD_FIELDS.get(key)
        if known is not None and str(value).lower() not in known:
            near = nearest(str(value), known)
            complaints.value(f"/constants/{key}", value, ", ".join(known), near)
        elif isinstance(value, dict | list):
            complaints.value(f"/constants/{key}", value, '"…"')
    return dict(table)


def _check_enough(mapping: Mapping, complaints: Complaints) -> None:
    if "lot_id" not in mapping.fields:
        complaints.value("/fields/lot_id", None, 'lot_id = "…"')
    if mapping.rows == "bays":
        for key in ("space_code", "status"):
            if key not in mapping.fields:
                complaints.value(f"/fields/{key}", None, f'{key} = "…"')
    elif mapping.rows in {"counts", "both"} and not (
        mapping.counts.keys() & {"free", "occupied", "occupancy"} or "state" in mapping.fields
    ):
        complaints.value("/fields/free", None, 'free = "…" / occupied = "…" / state = "…"')

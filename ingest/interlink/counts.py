"""From vacancies, bays and heartbeats to reports: what is free, by class and by bay."""

from dataclasses import dataclass

from ingest.formats.publication import said
from ingest.interlink.movements import common_of, space_class_of
from ingest.interlink.record_reader import LONGEST_CODE, RecordReader


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one class, or of all classes together."""

    free: int | None = None
    occupied: int | None = None
    capacity: int | None = None


def read_vacancy(reader: RecordReader) -> None:
    """Read a count of free spaces as a snapshot."""
    spaces = spaces_of(reader)
    if not spaces:
        reader.refuse("no-count", "free")
    reader.out.reports.append(
        said(
            {
                "kind": "snapshot",
                **common_of(reader),
                "observed_at": reader.needed_moment("observed_at", "sent_at"),
                "spaces": spaces,
            }
        )
    )


def read_space(reader: RecordReader) -> None:
    """Read the state of one bay; a word that is not known says that nothing is known."""
    reader.needed_text("status")
    reader.out.reports.append(
        said(
            {
                "kind": "space",
                **common_of(reader),
                "observed_at": reader.needed_moment("observed_at", "sent_at"),
                "space_code": reader.needed_text("space_code", LONGEST_CODE),
                "status": reader.word("status", is_closed=True) or "unknown",
                "space_class": space_class_of(reader),
            }
        )
    )


def read_heartbeat(reader: RecordReader) -> None:
    observed_at = reader.needed_moment("observed_at", "sent_at")
    row = {"kind": "heartbeat", **common_of(reader), "observed_at": observed_at}
    reader.out.reports.append(said(row))


def spaces_of(reader: RecordReader) -> list[dict[str, object]]:
    """Return the spaces of a snapshot; what is no data is left out, never 0."""
    whole, parts = counts_of(reader)
    general = _rest(whole, list(parts.values()))
    named = {space_class_of(reader) or "general": general} | parts
    spaces = []
    for space_class, counts in named.items():
        if counts.free is None and counts.occupied is None:
            continue
        if reader.profile.free_needs_capacity and not counts.capacity:
            continue
        if counts.free is not None and counts.capacity is not None:
            _doubt(reader, counts.free, counts.capacity)
        space = {"space_class": space_class, "free": counts.free, "capacity": counts.capacity}
        occupied = counts.occupied if counts.free is None else None
        spaces.append(said({**space, "occupied": occupied}))
    return spaces


def capacity_of(reader: RecordReader) -> dict[str, int]:
    """Return the capacity by class; empty where it is not said."""
    whole, parts = counts_of(reader)
    general = _rest(whole, list(parts.values())).capacity
    named = {} if general is None else {"general": general}
    return named | {name: one.capacity for name, one in parts.items() if one.capacity}


def counts_of(reader: RecordReader) -> tuple[Counts, dict[str, Counts]]:
    """Return the counts of the whole, and of the classes that stand in columns of their own."""
    whole = Counts(reader.count("free"), reader.count("occupied"), reader.count("capacity"))
    parts = {
        columns.space_class: counts
        for columns in reader.message.classes
        if (
            counts := Counts(
                reader.count_at(columns.free),
                reader.count_at(columns.occupied),
                reader.count_at(columns.capacity),
            )
        )
        != Counts()
    }
    return whole, {str(name): counts for name, counts in parts.items()}


def _rest(whole: Counts, parts: list[Counts]) -> Counts:
    return Counts(
        _without(whole.free, [part.free for part in parts]),
        _without(whole.occupied, [part.occupied for part in parts]),
        _without(whole.capacity, [part.capacity for part in parts]),
    )


def _without(whole: int | None, parts: list[int | None]) -> int | None:
    """Take the parts out of the whole; parts that exceed it were never in it."""
    if whole is None:
        return None
    rest = whole - sum(part for part in parts if part is not None)
    return rest if rest >= 0 else whole


def _doubt(reader: RecordReader, free: int, capacity: int) -> None:
    if free > capacity:
        reader.note("free-above-capacity", "free", free=free, capacity=capacity)

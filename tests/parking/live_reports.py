"""Strategies and builders for reports of one lot; used by the tests of the live rules."""

from datetime import datetime

import msgspec
from hypothesis import strategies as st

from parking.clock import from_us, to_us
from parking.identity import ident_of
from parking.live.record import Record
from parking.report import (
    Closure,
    Correction,
    Entry,
    Exit,
    Heartbeat,
    Lane,
    Report,
    Snapshot,
    Space,
    SpaceReport,
    Target,
    Totals,
    Void,
)

T0_US = 1_795_222_800_000_000
MINUTE_US = 60_000_000
SOURCE = 12


def record_of(report: Report, source_key: int = SOURCE, flags: int = 0) -> Record:
    ident = ident_of(source_key, 1, report.kind, report.record_serial, report.observed_us)
    return Record(report, report.observed_us, ident, source_key, flags)


def envelope(minute: float, serial: str) -> dict:
    observed_at = from_us(T0_US + int(minute * MINUTE_US))
    return {"lot_id": "A", "record_serial": serial, "observed_at": observed_at}


def stretched(report: Report, factor: int) -> Report:
    """The same report, it and whatever it means `factor` times as far from the first minute."""

    def later(moment: datetime) -> datetime:
        return from_us(T0_US + (to_us(moment) - T0_US) * factor)

    changed = {"observed_at": later(report.observed_at)}
    for name in ("correction_of", "void_of"):
        meant = getattr(report, name, None)
        if isinstance(meant, Target) and meant.observed_at is not None:
            meant = msgspec.structs.replace(meant, observed_at=later(meant.observed_at))
            changed[name] = meant
    return msgspec.structs.replace(report, **changed)


def snapshot(minute: float, free: int, serial: str = "s", **space) -> Snapshot:
    return Snapshot(spaces=[Space(free=free, **space)], **envelope(minute, serial))


def entry(minute: float, serial: str = "e", **content) -> Entry:
    return Entry(**content, **envelope(minute, serial))


def exit_(minute: float, serial: str = "x", **content) -> Exit:
    return Exit(**content, **envelope(minute, serial))


def totals(minute: float, came: int, went: int, serial: str = "t", **content) -> Totals:
    return Totals(lanes=[Lane(came, went)], **content, **envelope(minute, serial))


def bay(minute: float, status: str, code: str = "B1", serial: str = "b") -> SpaceReport:
    return SpaceReport(space_code=code, status=status, **envelope(minute, serial))


def void(minute: float, target: Target | str, serial: str = "v") -> Void:
    return Void(void_of=target, **envelope(minute, serial))


def correction(minute: float, target: Target | str, serial: str = "c", **content) -> Correction:
    return Correction(correction_of=target, **content, **envelope(minute, serial))


minutes = st.integers(0, 40)
serials = st.sampled_from(["1", "2", "3", "4"])
counts = st.integers(0, 120)
classes = st.sampled_from(["general", "charging"])
_times = st.none() | minutes.map(lambda minute: from_us(T0_US + minute * MINUTE_US))
targets = st.builds(
    Target,
    record_serial=serials,
    kind=st.sampled_from([None, "snapshot", "entry", "totals", "space", "correction", "closure"]),
    observed_at=_times,
)
spaces = st.lists(
    st.builds(Space, space_class=classes, free=counts, capacity=st.none() | st.just(100)),
    min_size=1,
    max_size=2,
    unique_by=lambda space: space.space_class,
)
_envelopes = st.builds(envelope, minutes, serials)
_free_after = st.none() | counts


def _of(kind, **content):
    return st.builds(
        lambda common, given: kind(**given, **common), _envelopes, st.fixed_dictionaries(content)
    )


moving = _of(Entry, space_class=classes, free_after=_free_after) | _of(
    Exit, space_class=classes, free_after=_free_after
)
counters = _of(
    Totals,
    epoch=st.none() | st.integers(1, 2),
    lanes=st.lists(
        st.builds(Lane, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["N", "S"])),
        min_size=1,
        max_size=2,
        unique_by=lambda lane: lane.lane_id,
    ),
)
bays = _of(
    SpaceReport,
    space_code=st.sampled_from(["B1", "B2"]),
    status=st.sampled_from(["free", "occupied", "unknown"]),
)
closures = _of(Closure, begins_at=st.none(), reason=st.none() | st.just("市场"))
corrections = _of(
    Correction,
    correction_of=targets | serials,
    spaces=st.none() | spaces,
    free_after=_free_after,
    in_total=st.none() | st.integers(0, 60),
    out_total=st.none() | st.integers(0, 60),
    status=st.none() | st.just("occupied"),
    begins_at=_times,
    ends_at=_times,
)
voids = _of(Void, void_of=targets | serials)
absolute = _of(Snapshot, spaces=spaces) | bays | closures | _of(Heartbeat)
any_report = (
    _of(Snapshot, spaces=spaces) | moving | counters | bays | closures | corrections | voids
)


def distinct(records: list[Record]) -> list[Record]:
    """One record per identity, as the log keeps them."""
    return list({record.ident: record for record in reversed(records)}.values())


record_sets = st.lists(any_report.map(record_of), max_size=14).map(distinct)

"""Strategies for what a lot's history is made of: reports, registry, rhythms, lending."""

from hypothesis import strategies as st

from parking.clock import from_us
from parking.live.record import Record, in_order
from parking.live.supply_register import Away
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.past_facts import FactsStep, PastFacts, RhythmStep
from parking.plausibility import BACKFILL, SUSPECT
from parking.report import (
    Closure,
    Entry,
    Exit,
    Heartbeat,
    Lane,
    Snapshot,
    Space,
    SpaceReport,
    Totals,
)
from tests.parking.live_reports import MINUTE_US, SOURCE, T0_US, envelope, record_of

END_MIN = 480
END_US = T0_US + END_MIN * MINUTE_US
CLASSES = ["general", "charging", "shared"]
OTHER_SOURCE = SOURCE + 1

classes = st.sampled_from(CLASSES)
counts = st.integers(0, 110)
maybe_capacity = st.none() | st.integers(0, 100)
# Silences of hours between bursts, and times that meet.
minutes = st.one_of(st.integers(0, END_MIN - 1), st.integers(60, 75), st.sampled_from([0, 60, 120]))

_space = st.builds(Space, space_class=classes, free=counts, capacity=maybe_capacity)
_spaces = st.lists(_space, min_size=1, max_size=2, unique_by=lambda space: space.space_class)
_lane = st.builds(Lane, st.integers(0, 60), st.integers(0, 60), st.sampled_from("NS"))
_lanes = st.lists(_lane, min_size=1, max_size=2, unique_by=lambda lane: lane.lane_id)
_moving = {"space_class": classes, "free_after": st.none() | counts}
_snapshots = st.tuples(st.just(Snapshot), st.fixed_dictionaries({"spaces": _spaces}))
_entries = st.tuples(st.just(Entry), st.fixed_dictionaries(_moving))
_exits = st.tuples(st.just(Exit), st.fixed_dictionaries(_moving))
_totals = st.tuples(
    st.just(Totals),
    st.fixed_dictionaries(
        {"space_class": classes, "epoch": st.sampled_from([None, None, 1]), "lanes": _lanes}
    ),
)
_bays = st.tuples(
    st.just(SpaceReport),
    st.fixed_dictionaries(
        {
            "space_code": st.sampled_from(["B1", "B2", "B3"]),
            "status": st.sampled_from(["free", "occupied", "unknown"]),
            "space_class": st.none() | classes,
        }
    ),
)
_heartbeats = st.tuples(st.just(Heartbeat), st.just({}))
_edges = st.none() | minutes.map(lambda minute: from_us(T0_US + minute * MINUTE_US))
_closures = st.tuples(
    st.just(Closure), st.fixed_dictionaries({"begins_at": _edges, "ends_at": _edges})
)
_counting = st.one_of(_snapshots, _snapshots, _entries, _exits, _bays, _heartbeats, _closures)


def _record(serial, minute, claim, source_key, flags):
    kind, content = claim
    report = kind(**content, **envelope(minute, serial))
    if kind is Closure and not _is_span(report):
        report = Closure(**envelope(minute, serial))
    return record_of(report, source_key, flags)


def _is_span(closure):
    return closure.ends_at is None or closure.ends_at > (closure.begins_at or closure.observed_at)


@st.composite
def _record_lists(draw, kinds, most=24):
    drawn = draw(
        st.lists(
            st.tuples(
                minutes,
                kinds,
                st.sampled_from([SOURCE, SOURCE, OTHER_SOURCE]),
                st.sampled_from([0, 0, 0, SUSPECT, BACKFILL]),
            ),
            max_size=most,
        )
    )
    records = [
        # A closure may be declared anew, everything else has a serial of its own.
        _record("k" if claim[0] is Closure else str(serial), minute, claim, source_key, flags)
        for serial, (minute, claim, source_key, flags) in enumerate(drawn)
    ]
    return sorted({record.ident: record for record in records}.values(), key=in_order)


def with_jitter(records: list[Record], random) -> list[Record]:
    """Return the same records at any microsecond of their minutes."""
    moved = []
    for record in records:
        at_us = record.observed_us + random.randrange(MINUTE_US)
        fields = {name: getattr(record.report, name) for name in record.report.__struct_fields__}
        fields["observed_at"] = from_us(at_us)
        moved.append(record_of(type(record.report)(**fields), record.source_key, record.flags))
    return sorted(moved, key=in_order)


standing = st.one_of(_record_lists(_counting), _record_lists(_counting | _totals))

_facts_steps = st.builds(
    lambda minute, capacity, hours, timezone, is_deleted: FactsStep(
        T0_US + minute * MINUTE_US, capacity, hours, timezone, is_deleted
    ),
    st.integers(-90, END_MIN + 30),
    st.dictionaries(classes, st.integers(0, 100), max_size=3),
    st.sampled_from([None, None, "24/7", "10:00-12:30,14:00-20:00", "closed for ever and a day"]),
    st.just("Asia/Shanghai"),
    st.sampled_from([False, False, False, False, True]),
)
_rhythms = st.dictionaries(
    st.sampled_from([SOURCE, OTHER_SOURCE]),
    st.lists(
        st.tuples(st.integers(0, END_MIN), st.sampled_from([2, 15, 90])), min_size=1, max_size=2
    ).map(
        lambda steps: tuple(
            RhythmStep(T0_US + minute * MINUTE_US, interval * MINUTE_US)
            for minute, interval in sorted(steps)
        )
    ),
)


@st.composite
def _facts(draw, timezones=("Asia/Shanghai", "Asia/Kathmandu", "Asia/Kolkata")):
    steps = draw(
        st.lists(_facts_steps, min_size=1, max_size=3, unique_by=lambda step: step.since_us)
    )
    timezone = draw(st.sampled_from(timezones))
    moved = [
        FactsStep(step.since_us, step.capacity, step.opening_hours, timezone, step.is_deleted)
        for step in sorted(steps, key=lambda step: step.since_us)
    ]
    return PastFacts(tuple(moved), draw(_rhythms))


registries = _facts()


@st.composite
def _away(draw):
    spaces = draw(st.integers(0, 40))
    return Away(spaces, draw(st.integers(0, spaces)))


_lending_steps = st.builds(
    LendingStep,
    minutes.map(lambda minute: T0_US + minute * MINUTE_US),
    st.integers(0, 30),
    st.integers(0, 32),
    st.dictionaries(st.sampled_from(["", "general", "charging", "shared"]), _away(), max_size=2),
)
lendings = st.just([]) | st.lists(
    _lending_steps, max_size=4, unique_by=lambda step: step.at_us
).map(lambda steps: sorted(steps, key=lambda step: step.at_us))

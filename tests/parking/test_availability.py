"""What readers get: within bounds whatever was claimed, and never a number that is stale."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.ids import SourceKey
from parking.live.availability import availability_of, to_dict, to_json
from parking.live.count_state import register_of_state
from parking.live.counting import fold
from parking.live.freshness import freshness_at, live_for_us, stale_after_us, unknown_after_us
from parking.live.picture import picture_of
from parking.live.register import merge
from parking.lot import Source
from parking.opening import OpeningState
from parking.report import Closure, Heartbeat
from tests.parking.live_reports import T0_US, any_report, envelope, snapshot
from tests.parking.live_reports import record_of as logged
from tests.parking.test_picture import LOT, stored_of

SOURCE = Source(SourceKey(12), "op-17", 1, "op", ttl_s=120)
SECOND_US = 1_000_000
FRESHNESS = ["live", "aging", "stale", "unknown"]


def seen(*reports, after_s=0.0, source=SOURCE, **options):
    picture = picture_of(LOT, stored_of(*reports))
    return availability_of(picture, T0_US + int(after_s * SECOND_US), source, **options)


def test_the_object_has_the_members_readers_rely_on():
    assert to_dict(seen(snapshot(0, 12), after_s=12.4)) == {
        "state": "open", "free": 12, "capacity": 100, "low": 12, "high": 12,
        "kind": "measured", "freshness": "live", "trend": "unknown",
        "observed_at": "2026-11-21T09:00:00+08:00", "age_s": 12.4, "source": "op-17", "flags": (),
        "by_class": {
            "general": {"free": 12, "capacity": 100, "low": 12, "high": 12, "freshness": "live"}
        },
    }  # fmt: skip


def test_json_and_dict_say_the_same():
    availability = seen(snapshot(0, 12))
    said = msgspec.to_builtins(to_dict(availability))
    assert msgspec.json.decode(to_json(availability)) == said | {"flags": list(said["flags"])}


def test_zero_free_is_full_and_no_data_is_unknown():
    assert (seen(snapshot(0, 0)).state, seen(snapshot(0, 0)).free) == ("full", 0)
    assert (seen().state, seen().free, seen().freshness) == ("unknown", None, "unknown")


def test_a_stale_number_is_only_last_known():
    stale = to_dict(seen(snapshot(0, 12), after_s=400))
    assert (stale["state"], stale["free"], stale["low"], stale["high"]) == ("unknown", *[None] * 3)
    assert stale["last_known"] == {"free": 12, "observed_at": "2026-11-21T09:00:00+08:00"}


def test_closed_goes_before_everything():
    closure = Closure(**envelope(0, "k"))
    assert seen(snapshot(0, 12), closure).state == "closed"
    assert seen(closure, after_s=9999).state == "closed"
    assert seen(snapshot(0, 12), opening=OpeningState(is_open=False)).state == "closed"


@pytest.mark.parametrize(
    ("ttl_s", "age_s", "freshness"),
    [
        (120, 120, "live"), (120, 121, "aging"), (120, 301, "stale"), (120, 3601, "unknown"),
        (900, 900, "live"), (900, 1800, "aging"), (900, 1801, "stale"), (900, 5401, "unknown"),
    ],
)  # fmt: skip
def test_freshness_follows_the_rhythm_of_the_source(ttl_s, age_s, freshness):
    assert seen(snapshot(0, 1), after_s=age_s, source=replace(SOURCE, ttl_s=ttl_s)).freshness == (
        freshness
    )


def test_a_heartbeat_renews_a_source_that_reports_only_changes():
    reports = [snapshot(0, 12), Heartbeat(**envelope(30, "h"))]
    on_change = replace(SOURCE, changes_only=True)
    assert seen(*reports, after_s=1801, source=on_change).freshness == "live"
    assert seen(*reports, after_s=1801).freshness == "stale"


def test_the_interval_widens_with_age():
    reports = [snapshot(0, 50, "s1"), snapshot(2, 40, "s2")]
    widths = [
        found.high - found.low
        for age_s in (120, 180, 240, 300)
        if (found := seen(*reports, after_s=age_s)).high is not None and found.low is not None
    ]
    assert widths == sorted(widths)
    assert widths[-1] == 30


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(1, 1e4))
def test_freshness_never_improves_with_age(one_s, other_s, ttl_s):
    younger, older = sorted((one_s, other_s))
    ranks = [FRESHNESS.index(freshness_at(age_s, ttl_s)) for age_s in (younger, older)]
    assert ranks == sorted(ranks)


@given(st.integers(8, 80_000).map(lambda eighths: eighths / 8))
def test_the_limits_in_microseconds_are_the_limits_in_seconds(ttl_s):
    limits_us = [live_for_us(ttl_s), stale_after_us(ttl_s), unknown_after_us(ttl_s)]
    assert [freshness_at(limit / SECOND_US, ttl_s) for limit in limits_us] == FRESHNESS[:3]
    assert [freshness_at((limit + 1) / SECOND_US, ttl_s) for limit in limits_us] == FRESHNESS[1:]


@given(st.lists(any_report, max_size=12), st.integers(0, 9000), st.booleans())
def test_whatever_was_claimed_the_answer_stays_within_bounds(reports, after_s, is_counted):
    stored = stored_of(*reports)
    if is_counted:
        state = fold([logged(report) for report in reports])
        stored["c"], _ = merge(None, register_of_state(1, state, 1), 1)
    now_us = T0_US + (40 * 60 + after_s) * SECOND_US
    found = availability_of(picture_of(LOT, stored), now_us, SOURCE)
    if found.free is None:
        assert (found.low, found.high) == (None, None)
        assert found.state in {"unknown", "closed"}
        return
    assert found.freshness in {"live", "aging"}
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.free <= found.high
    assert found.capacity is None or found.high <= found.capacity

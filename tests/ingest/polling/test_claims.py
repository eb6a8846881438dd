"""A feed says the same again and again; the city is told each thing once, at its own time."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.publication import Opening, Publication
from ingest.polling.claim_memory import ClaimMemory
from ingest.polling.claims import CLOSED_FOR_US, Claims, Poll, claims_of, renewals_of
from parking.clock import HOUR_US, MINUTE_US, SECOND_US, from_us, rfc3339, to_us
from parking.problems import Problem
from parking.report_body import report_of
from tests.ingest.polling.publications import publication

NOON_US = to_us(datetime(2026, 11, 21, 4, tzinfo=UTC))
AT_NOON = rfc3339(NOON_US, "Asia/Shanghai")


def poll(minutes: float = 0, **more) -> Poll:
    now_us = NOON_US + round(minutes * MINUTE_US)
    published_us = more.pop("published_us", 0)
    return Poll("op", now_us, more.pop("changed_us", now_us), published_us, **more)


def told(claims: Claims) -> list[tuple[str, str, int]]:
    """Return kind, lot and minute of each report."""
    return [
        (
            str(report["kind"]),
            str(report["lot_id"]),
            (to_us(datetime.fromisoformat(str(report["observed_at"]))) - NOON_US) // MINUTE_US,
        )
        for report in claims.reports
    ]


def at(minutes: float) -> str:
    return from_us(NOON_US + round(minutes * MINUTE_US)).isoformat()


def test_a_first_publication_registers_and_reports_under_the_operators_names() -> None:
    claims = claims_of(publication({"A1": 5, "泉城": 7}), ClaimMemory(), poll())
    ids = [str(row.fields["lot_id"]) for row in claims.lots]
    assert ids[0] == "op-A1"
    assert all(lot_id.startswith("op-") for lot_id in ids)
    assert len(set(ids)) == 2
    assert [report["lot_id"] for report in claims.reports] == ids
    for place, report in enumerate(claims.reports):
        assert not isinstance(report_of(report, f"/{place}"), Problem)


def test_without_a_time_what_stays_is_renewed_and_what_changes_has_changed_now() -> None:
    first = claims_of(publication({"A": 5, "B": 7}), ClaimMemory(), poll())
    second = claims_of(publication({"A": 5, "B": 8}), first.memory, poll(1))
    third = claims_of(publication({"A": 5, "B": 8}), second.memory, poll(2))
    assert told(first) == [("snapshot", "op-A", 0), ("snapshot", "op-B", 0)]
    assert told(second) == [("snapshot", "op-B", 1), ("heartbeat", "op-A", 1)]
    assert told(third) == [("heartbeat", "op-A", 2), ("heartbeat", "op-B", 2)]
    assert (second.lots, third.lots) == ([], [])


def test_with_a_time_of_its_own_a_value_keeps_it_and_is_never_given_now() -> None:
    old = {"A": at(-30)}
    first = claims_of(publication({"A": 5}, lot_at=old), ClaimMemory(), poll())
    again = claims_of(publication({"A": 5}, lot_at=old), first.memory, poll(1))
    newer = claims_of(publication({"A": 5}, lot_at={"A": at(-1)}), again.memory, poll(2))
    other = claims_of(publication({"A": 6}, lot_at={"A": at(2)}), newer.memory, poll(3))
    assert told(first) == [("snapshot", "op-A", -30)]
    assert told(again) == []
    assert told(newer) == [("heartbeat", "op-A", -1)]
    assert told(other) == [("snapshot", "op-A", 2)]


def test_the_time_of_the_publication_stands_for_lots_that_have_none() -> None:
    here = poll(3, published_us=NOON_US)
    first = claims_of(publication({"A": 5, "B": 6}, lot_at={"B": at(-9)}), ClaimMemory(), here)
    stuck = claims_of(publication({"A": 5, "B": 6}, lot_at={"B": at(-9)}), first.memory, here)
    assert told(first) == [("snapshot", "op-A", 0), ("snapshot", "op-B", -9)]
    assert told(stuck) == []


def test_a_time_that_stands_still_while_the_count_moves_is_not_believed() -> None:
    still = {"A": at(0)}
    first = claims_of(publication({"A": 5}, lot_at=still), ClaimMemory(), poll(1))
    moved = claims_of(publication({"A": 6}, lot_at=still), first.memory, poll(2))
    again = claims_of(publication({"A": 6}, lot_at=still), moved.memory, poll(3))
    assert told(moved) == [("snapshot", "op-A", 2)]
    assert told(again) == []


def test_a_frozen_feed_renews_nothing() -> None:
    first = claims_of(publication({"A": 5}), ClaimMemory(), poll())
    assert told(claims_of(publication({"A": 5}), first.memory, poll(9, is_frozen=True))) == []
    assert told(renewals_of(first.memory, poll(9, is_frozen=True))) == []


def test_not_modified_renews_what_has_no_time_of_its_own_and_nothing_else() -> None:
    both = publication({"A": 5, "B": 6}, lot_at={"B": at(0)})
    first = claims_of(both, ClaimMemory(), poll())
    assert told(renewals_of(first.memory, poll(1))) == [("heartbeat", "op-A", 1)]


def test_a_file_of_this_morning_is_not_live_because_it_was_fetched_now() -> None:
    morning = poll(0, changed_us=NOON_US - 240 * MINUTE_US)
    assert told(claims_of(publication({"A": 5}), ClaimMemory(), morning)) == [
        ("snapshot", "op-A", -240)
    ]


def test_no_count_is_no_report_and_takes_nothing_back() -> None:
    first = claims_of(publication({"A": 5}), ClaimMemory(), poll())
    gone = claims_of(publication({"A": None}), first.memory, poll(1))
    assert told(gone) == []
    back = claims_of(publication({"A": 5}), gone.memory, poll(2))
    assert told(back) == [("snapshot", "op-A", 2)]


def test_a_description_is_registered_again_only_when_it_changes() -> None:
    first = claims_of(publication({"A": 5}), ClaimMemory(), poll())
    changed = publication({"A": 5})
    changed.lots.clear()
    changed.lot("/lots/0", {"lot_id": "A", "name": "泉城广场", "capacity": 310})
    second = claims_of(changed, first.memory, poll(1))
    assert [row.fields["capacity"] for row in second.lots] == [310]
    assert claims_of(changed, second.memory, poll(2)).lots == []


def test_closed_again_and_again_is_one_closure_with_one_end() -> None:
    memory, said = ClaimMemory(), []
    for minute, is_open in enumerate([True, False, False, False, True, True]):
        claims = claims_of(publication({"A": None}, is_open={"A": is_open}), memory, poll(minute))
        memory = claims.memory
        said += claims.reports
    begun, ended = said
    assert begun["to"] == rfc3339(NOON_US + MINUTE_US + CLOSED_FOR_US, "UTC")
    assert begun["record_serial"] == ended["record_serial"]
    assert (begun["from"], ended["to"]) == (rfc3339(NOON_US + MINUTE_US, "UTC"),
                                            rfc3339(NOON_US + 4 * MINUTE_US, "UTC"))  # fmt: skip
    assert not any(isinstance(report_of(report, ""), Problem) for report in said)


def closed_until(claims: Claims) -> list[float]:
    """Return for how many hours from noon each closure that was said lasts."""
    ends = [datetime.fromisoformat(str(one["to"])) for one in claims.reports if "to" in one]
    return [(to_us(end) - NOON_US) / HOUR_US for end in ends]


def test_a_closure_lasts_while_its_feed_is_heard_and_a_day_beyond() -> None:
    memory = claims_of(publication({}, is_open={"A": False}), ClaimMemory(), poll()).memory
    for hour, said in ((6, []), (12, [36]), (18, []), (24, [48])):
        claims = renewals_of(memory, poll(60 * hour))
        assert closed_until(claims) == said, hour
        assert not any(isinstance(report_of(report, ""), Problem) for report in claims.reports)
        memory = claims.memory
    again = claims_of(publication({}, is_open={"A": False}), memory, poll(60 * 36))
    assert closed_until(again) == [60]
    assert len({one["record_serial"] for one in again.reports}) == 1


def test_a_frozen_feed_prolongs_no_closure() -> None:
    memory = claims_of(publication({}, is_open={"A": False}), ClaimMemory(), poll()).memory
    assert renewals_of(memory, poll(60 * 23, is_frozen=True)).reports == []


def test_the_end_of_a_closure_counts_whatever_the_feeds_own_clock_says() -> None:
    memory = claims_of(publication({}, is_open={"A": False}), ClaimMemory(), poll()).memory
    prolonged = renewals_of(memory, poll(60 * 13))
    opened = Publication("native")
    opened.openings.append(Opening("/open", "A", True, at(60 * 12)))
    (end,) = claims_of(opened, prolonged.memory, poll(60 * 13 + 1)).reports
    assert end["to"] == rfc3339(NOON_US + 12 * HOUR_US, "UTC")
    assert end["observed_at"] == prolonged.reports[-1]["observed_at"]


def test_a_memory_of_before_there_were_leases_is_prolonged_at_once() -> None:
    old = ClaimMemory(closed={"op-A": ("closed-1", NOON_US - 90 * HOUR_US)})
    assert closed_until(renewals_of(old, poll())) == [24]


def test_what_has_no_id_comes_twice_or_has_no_time_is_told_and_left_out() -> None:
    made = Publication("native")
    for fields in (
        {"kind": "snapshot", "spaces": [{"free": 1}]},
        {"kind": "snapshot", "lot_id": "A", "spaces": [{"free": 1}]},
        {"kind": "snapshot", "lot_id": "A", "spaces": [{"free": 2}]},
        {"kind": "snapshot", "lot_id": "B", "spaces": [{"free": 3}], "observed_at": "yesterday"},
    ):
        made.report("/x", fields)
    claims = claims_of(made, ClaimMemory(), poll())
    assert [finding.code for finding in claims.findings] == ["no-id", "duplicate-id", "bad-time"]
    assert told(claims) == [("snapshot", "op-A", 0)]


def test_bays_and_lanes_are_remembered_one_by_one() -> None:
    def bays(**status: str) -> Publication:
        made = Publication("native")
        for code, word in status.items():
            made.report("/b", {"kind": "space", "lot_id": "A", "space_code": code, "status": word})
        made.report(
            "/t", {"kind": "totals", "lot_id": "A", "lane_id": "1", "in_total": 5, "out_total": 3}
        )
        return made

    first = claims_of(bays(a1="free", a2="occupied"), ClaimMemory(), poll())
    second = claims_of(bays(a1="free", a2="free"), first.memory, poll(1))
    assert Counter(kind for kind, _, _ in told(first)) == {"space": 2, "totals": 1}
    assert told(second) == [("space", "op-A", 1), ("heartbeat", "op-A", 1)]


def test_what_happened_is_told_once_though_it_stands_there_for_hours() -> None:
    made = Publication("native")
    made.report("/e", {"kind": "entry", "lot_id": "A", "lane_id": "N1", "plate_hash": "x"})
    first = claims_of(made, ClaimMemory(), poll())
    assert told(first) == [("entry", "op-A", 0)]
    again = claims_of(made, first.memory, poll(1))
    assert told(again) == []
    assert told(renewals_of(again.memory, poll(2))) == []


def test_a_heartbeat_of_the_feeds_own_is_one_and_none_where_the_body_is_frozen() -> None:
    made = publication({"A": 5})
    made.report("/h", {"kind": "heartbeat", "lot_id": "A"})
    first = claims_of(made, ClaimMemory(), poll())
    assert told(first) == [("snapshot", "op-A", 0), ("heartbeat", "op-A", 0)]
    assert told(claims_of(made, first.memory, poll(1))) == [("heartbeat", "op-A", 1)]
    assert told(claims_of(made, first.memory, poll(2, is_frozen=True))) == []


STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("ABC"), st.integers(0, 3), max_size=3),
        st.none() | st.integers(-3, 3),
        st.integers(1, 5),
    ),
    max_size=15,
)


@given(STEPS)
def test_nothing_is_ever_claimed_twice_and_nothing_is_ever_lost(steps) -> None:
    memory, minute, seen, last = ClaimMemory(), 0, set(), {}
    feeds_own: set[object] = set()
    for free, own, passed in steps:
        minute += passed
        made = publication(free, at=None)
        published_us = 0 if own is None else NOON_US + (minute + own) * MINUTE_US
        claims = claims_of(made, memory, poll(minute, published_us=published_us))
        for report in claims.reports:
            if report["kind"] == "snapshot":
                key = (report["lot_id"], report["record_serial"], report["observed_at"])
                # The feed's own word on a moment may be ours too: the same report, twice.
                assert key not in seen or own is not None or key[2] in feeds_own
                seen.add(key)
                if own is not None:
                    feeds_own.add(key[2])
                last[report["lot_id"]] = report["spaces"][0]["free"]
        per_lot = Counter(lot for kind, lot, _ in told(claims) if kind == "heartbeat")
        assert not per_lot or max(per_lot.values()) == 1
        assert {lot: last[f"op-{lot}"] for lot in free} == free
        again = claims_of(made, claims.memory, poll(minute, published_us=published_us))
        assert {kind for kind, _, _ in told(again)} <= ({"heartbeat"} if own is None else set())
        memory = claims.memory


def test_one_second_and_one_content_are_one_serial() -> None:
    one = claims_of(publication({"A": 5}, at=AT_NOON), ClaimMemory(), poll(0, published_us=NOON_US))
    two = claims_of(publication({"A": 5}), ClaimMemory(), poll(7, published_us=NOON_US))
    assert one.reports == two.reports
    assert str(one.reports[0]["record_serial"]).startswith(str(NOON_US // SECOND_US))

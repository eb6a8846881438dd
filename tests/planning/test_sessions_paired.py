"""Sessions: who came and left, who was seen only once, and what a late passage changes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from parking.live.amend import amend
from parking.planning.sessions import Repair, Session, pair, passages_of, repair
from parking.report import Target
from tests.parking.live_reports import T0_US, entry, exit_, record_of, void
from tests.planning.passing import PLATES, SECOND_US, beside, came, left, passages

MINUTE_US = 60 * SECOND_US


def sessions_of(*reports):
    records = amend([record_of(report) for report in reports]).standing
    return pair(passages_of(records, lambda said: said.encode().ljust(16)[:16]))


def told(sessions):
    """Return the minutes of coming and leaving."""
    return [
        tuple(
            None if at_us is None else (at_us - T0_US) // MINUTE_US
            for at_us in (session.entered_us, session.left_us)
        )
        for session in sessions
    ]


def test_a_car_that_comes_and_leaves_twice_has_two_sessions():
    sessions = sessions_of(
        entry(0, "1", plate_hash="p"),
        exit_(40, "2", plate_hash="p"),
        entry(50, "3", plate_hash="p"),
        exit_(55, "4", plate_hash="p"),
    )
    assert told(sessions) == [(0, 40), (50, 55)]
    assert [session.duration_us for session in sessions] == [40 * MINUTE_US, 5 * MINUTE_US]


def test_cars_do_not_leave_for_each_other():
    sessions = sessions_of(
        entry(0, "1", plate_hash="p"),
        entry(5, "2", plate_hash="q"),
        exit_(20, "3", plate_hash="q"),
        exit_(60, "4", plate_hash="p"),
    )
    assert told(sessions) == [(0, 60), (5, 20)]


def test_a_leaving_without_a_coming_and_a_coming_without_a_leaving_stay_alone():
    sessions = sessions_of(
        exit_(10, "1", plate_hash="p"),
        entry(20, "2", plate_hash="p"),
        entry(30, "3", plate_hash="p"),
        exit_(45, "4", plate_hash="p"),
        exit_(50, "5", plate_hash="p"),
    )
    assert told(sessions) == [(None, 10), (20, None), (30, 45), (None, 50)]
    assert [session.duration_us for session in sessions] == [None, None, 15 * MINUTE_US, None]


def test_a_passage_without_a_plate_is_in_no_session():
    assert sessions_of(entry(0, "1"), exit_(5, "2"), exit_(6, "3", plate_hash="")) == []


def test_a_gate_that_reports_by_the_minute_tells_short_stays_too():
    sessions = sessions_of(exit_(3, "1", plate_hash="p"), entry(3, "2", plate_hash="p"))
    assert told(sessions) == [(3, 3)]


def test_a_void_entry_gives_its_exit_to_the_entry_before():
    reports = [
        entry(0, "1", plate_hash="p"),
        entry(10, "2", plate_hash="p"),
        exit_(30, "3", plate_hash="p"),
    ]
    assert told(sessions_of(*reports)) == [(0, None), (10, 30)]
    voided = [*reports, void(40, Target(record_serial="2", kind="entry"))]
    assert told(sessions_of(*voided)) == [(0, 30)]


def test_a_session_is_of_the_class_it_came_into_and_knows_who_used_it():
    (one,) = sessions_of(
        entry(0, "1", plate_hash="p", space_class="charging"),
        exit_(9, "2", plate_hash="p", user_class="monthly"),
    )
    assert (one.space_class, one.user_class) == ("charging", "monthly")
    (alone,) = sessions_of(exit_(9, "2", plate_hash="p", space_class="accessible"))
    assert (alone.space_class, alone.user_class) == ("accessible", None)


@given(passages(), st.randoms(use_true_random=False))
def test_every_passage_is_in_one_session_whatever_order_they_come_in(found, random):
    sessions = pair(found)
    assert sorted(p.key for s in sessions for p in s.passages) == sorted(p.key for p in found)
    random.shuffle(found)
    assert pair(found) == sessions


@given(passages())
def test_a_coming_belongs_to_the_very_next_passage_of_its_plate_if_that_leaves(found):
    by_hand = set()
    for passage in found:
        others = [one for one in found if one.plate == passage.plate]
        after = min((one for one in others if one.key > passage.key), key=_key, default=None)
        before = max((one for one in others if one.key < passage.key), key=_key, default=None)
        if not passage.is_exit:
            by_hand.add(Session(passage, after if after and after.is_exit else None))
        elif before is None or before.is_exit:
            by_hand.add(Session(None, passage))
    assert set(pair(found)) == by_hand


def _key(passage):
    return passage.key


@settings(max_examples=400)
@given(passages(), st.data())
def test_what_comes_late_or_is_taken_back_mends_its_neighbours_as_if_all_were_paired_anew(
    found, data
):
    some = st.sets(st.sampled_from(range(len(found)))) if found else st.just(set())
    late, gone = data.draw(some), data.draw(some)
    before = [found[i] for i in range(len(found)) if i not in late]
    after = [found[i] for i in range(len(found)) if i not in gone]
    come = [passage for passage in after if passage not in before]
    back = [passage for passage in before if passage not in after]
    sessions = pair(before)
    near = beside(sessions, [*come, *back])
    mended = repair(near, come, {passage.ident for passage in back})
    assert set(mended.gone) <= set(near)
    assert not set(mended.gone) & set(mended.new)
    left_alone = set(sessions) - set(mended.gone)
    assert left_alone | set(mended.new) == set(pair(after))
    assert len(mended.new) + len(left_alone) == len(pair(after))


@given(passages())
def test_what_is_told_again_changes_nothing(found):
    sessions = pair(found)
    assert repair(sessions, found) == Repair([], [])


def test_a_corrected_class_is_told_anew():
    (before,) = pair([came(0), left(5)])
    mended = repair([before], [came(0, space_class="charging")])
    assert mended.gone == [before]
    assert [session.space_class for session in mended.new] == ["charging"]


def test_both_ends_are_kept_so_that_either_may_be_taken_back():
    one = pair([came(0, space_class="charging"), left(5, space_class="general")])
    mended = repair(one, gone={came(0).ident})
    assert mended.new == [Session(None, left(5, space_class="general"))]
    assert mended.new[0].plate == PLATES[0]

"""What stands of a piece of a lot's log is what stands of it in the whole log."""

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import DAY_US, MINUTE_US, SECOND_US, from_us
from parking.live.amend import amend
from parking.live.record import Record
from parking.planning.amended_names import MOST_DAYS, AmendedNames
from parking.planning.amendments import (
    aim_of,
    is_amendment,
    looks_ahead,
    may_mean,
    name_of,
    relevant,
    standing_in,
)
from parking.report import Closure, Correction, Entry, Exit, Snapshot, Space, Target, Void
from tests.parking.live_reports import SOURCE, T0_US, envelope, record_of

END_MIN = 60
serials = st.sampled_from("abc")
minutes = st.integers(0, END_MIN - 1)
sources = st.sampled_from([SOURCE, SOURCE, SOURCE + 1])


def at(minute):
    return from_us(T0_US + minute * MINUTE_US)


@st.composite
def targets(draw):
    """A bare serial, or one of a kind and a second."""
    if draw(st.booleans()):
        return draw(serials)
    kind = draw(st.sampled_from([None, "entry", "snapshot", "closure"]))
    named = draw(st.none() | minutes.map(at))
    return Target(record_serial=draw(serials), kind=kind, observed_at=named)


@st.composite
def records(draw):
    minute, serial = draw(minutes), draw(serials)
    said = envelope(minute, serial)
    report = draw(
        st.sampled_from(
            [
                Entry(**said),
                Exit(**said, free_after=7),
                Snapshot(**said, spaces=[Space("general", minute)]),
                Closure(**said),
            ]
        )
        | targets().map(lambda target: Void(**said, void_of=target))
        | targets().map(lambda target: Correction(**said, correction_of=target, free_after=3))
    )
    return record_of(report, draw(sources))


logs = st.lists(records(), max_size=14).map(
    lambda some: list({record.ident: record for record in some}.values())
)


def split(log: list[Record]) -> tuple[list[Record], list[Record]]:
    return [one for one in log if not is_amendment(one)], [one for one in log if is_amendment(one)]


@given(logs, minutes, minutes)
def test_a_piece_of_the_log_stands_as_it_does_in_the_whole(log, one, other):
    span = tuple(T0_US + minute * MINUTE_US for minute in sorted((one, other)))
    claims, amendments = split(log)
    within = [claim for claim in claims if span[0] <= claim.observed_us < span[1]]
    amending = relevant(within, amendments)
    aims = {aim_of(amendment) for amendment in amending}
    others = [claim for claim in claims if claim not in within and name_of(claim) in aims]
    whole = amend(log).standing
    expected = [record for record in whole if span[0] <= record.observed_us < span[1]]
    assert list(standing_in(span, within, others, amending)) == expected


@given(logs, minutes, minutes)
def test_no_older_amendment_means_a_piece_where_none_looks_ahead(log, one, other):
    span = tuple(T0_US + minute * MINUTE_US for minute in sorted((one, other)))
    claims, amendments = split(log)
    amendments = [one for one in amendments if not looks_ahead(one)]
    within = [claim for claim in claims if span[0] <= claim.observed_us < span[1]]
    others = [claim for claim in claims if claim not in within]
    newer = [one for one in amendments if one.observed_us >= span[0] // SECOND_US * SECOND_US]
    told = [
        standing_in(span, within, others, relevant(within, some)) for some in (amendments, newer)
    ]
    assert told[0] == told[1]


@given(logs)
def test_whatever_is_amended_was_foreseen_by_the_names_that_are_remembered(log):
    names = AmendedNames()
    claims, amendments = split(log)
    for amendment in amendments:
        names.note(1, amendment)
    for amendment, meant in amend(log).hits:
        if not is_amendment(meant):
            assert may_mean(amendment, meant)
            assert names.may_mean(1, meant)
    assert not any(names.may_mean(2, claim) for claim in claims)


@given(logs)
def test_what_was_amended_since_is_remembered_and_no_more_memory_taken_than_for_some_days(log):
    names = AmendedNames(T0_US)
    _, amendments = split(log)
    for days in range(-40, 400, 3):
        far = Target(record_serial="far", observed_at=from_us(T0_US + days * DAY_US))
        names.note(1, record_of(Void(void_of=far, **envelope(0, f"far{days}"))))
    for amendment in amendments:
        names.note(1, amendment)
    for amendment, meant in amend(log).hits:
        if not is_amendment(meant):
            assert names.may_mean(1, meant), amendment
    assert len(names._days) <= MOST_DAYS + 1


@given(logs, minutes)
def test_what_is_forgotten_meant_only_what_is_older(log, minute):
    names, forgetful = AmendedNames(), AmendedNames()
    claims, amendments = split(log)
    for amendment in amendments:
        names.note(1, amendment)
        forgetful.note(1, amendment)
    moment_us = T0_US + minute * MINUTE_US
    forgetful.forget(moment_us)
    for claim in claims:
        if claim.observed_us >= moment_us:
            assert forgetful.may_mean(1, claim) == names.may_mean(1, claim)


def test_hardly_a_strange_name_is_taken_for_one_that_is_remembered():
    names = AmendedNames()
    for number in range(50_000):
        void = Void(void_of=f"v{number}", **envelope(0, f"a{number}"))
        names.note(number % 300, record_of(void))
    claims = [record_of(Exit(**envelope(0, f"c{number}"))) for number in range(5_000)]
    taken = sum(names.may_mean(place % 300, claim) for place, claim in enumerate(claims))
    assert taken <= 5

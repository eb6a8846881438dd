"""What comes back soon is one verdict; a lot that speaks or moves is believed at once."""

from hypothesis import given
from hypothesis import strategies as st

from parking.checking.ledger import COMES_AGAIN, Ledger
from parking.checking.thresholds import AGAIN_CLEARS_US, GOOD_TO_CLEAR
from parking.checking.verdict import GOOD, Bad, Judgement, Rule, Subject
from parking.clock import DAY_US, HOUR_US, MINUTE_US

BAD = Bad(1, {})


def opened(rule: Rule, said: list[tuple[int, Judgement]]) -> list[int]:
    """When a rule's verdicts opened, by judgements at their times."""
    ledger, found = Ledger(Subject("lot", 1)), []
    for at_us, judgement in said:
        verdict = ledger.take(rule, judgement, at_us)
        if verdict is not None and verdict.end_us is None:
            found.append(at_us)
    return found


def to_and_fro(hours: int, every_h: int) -> list[tuple[int, Judgement]]:
    """Bad for a minute every so many hours, good in each minute between."""
    return [
        (minute * MINUTE_US, BAD if minute % (60 * every_h) == 0 else GOOD)
        for minute in range(1, 60 * hours)
    ]


def test_a_capacity_that_is_too_small_each_evening_hour_is_some_verdicts_and_not_hundreds() -> None:
    said = to_and_fro(hours=30 * 24, every_h=2)
    assert len(opened("impossible", said)) == 3
    assert len(opened("offline", said)) > 300


def test_the_first_ends_after_three_good_ones_and_the_second_when_an_hour_was_good() -> None:
    ledger = Ledger(Subject("lot", 1))
    ledger.take("clamped", BAD, 0)
    ends = [ledger.take("clamped", GOOD, minute * MINUTE_US) for minute in (1, 2, 3)]
    assert ends[:2] == [None, None]
    assert ends[2] is not None
    assert ends[2].end_us == MINUTE_US
    ledger.take("clamped", BAD, HOUR_US)
    good = range(61, 300)
    ended = [minute for minute in good if ledger.take("clamped", GOOD, minute * MINUTE_US)]
    assert ended == [121]


def test_a_verdict_that_only_lasts_keeps_no_detector_from_looking() -> None:
    ledger = Ledger(Subject("lot", 1))
    for minute in (0, 10):
        ledger.take("impossible", BAD, minute * MINUTE_US)
        assert ledger.stands("impossible")
        for later in range(1, GOOD_TO_CLEAR + 1):
            ledger.take("impossible", GOOD, (minute + later) * MINUTE_US)
        assert not ledger.stands("impossible")
    assert [one.rule for one in ledger.verdicts()] == ["impossible"]


def test_a_bay_that_flapped_counts_again_as_soon_as_it_is_good() -> None:
    ledger, ends = Ledger(Subject("bay", 1, "A1")), []
    for at_us, judgement in to_and_fro(hours=24, every_h=2):
        verdict = ledger.take("flapping", judgement, at_us)
        if verdict is not None and verdict.end_us is not None:
            ends.append(at_us)
    assert len(ends) == 11


def test_what_comes_each_night_is_one_trouble_and_what_comes_later_is_another() -> None:
    assert len(opened("impossible", to_and_fro(hours=30 * 24, every_h=24))) == 4
    seldom = to_and_fro(hours=30 * 24, every_h=40)
    assert len(opened("impossible", seldom)) == (30 * 24 - 1) // 40


SAID = st.lists(
    st.tuples(st.integers(1, 20 * HOUR_US), st.sampled_from([BAD, GOOD, GOOD, GOOD, None])),
    max_size=200,
)


@given(st.sampled_from(sorted(COMES_AGAIN)), SAID)
def test_of_one_subject_a_rule_opens_a_few_times_in_any_day(
    rule: Rule, steps: list[tuple[int, Judgement]]
) -> None:
    said, at_us = [], 0
    for gap_us, judgement in steps:
        at_us += gap_us
        said.append((at_us, judgement))
    found = opened(rule, said)
    few = len(AGAIN_CLEARS_US)
    assert all(later - first >= DAY_US for first, later in zip(found, found[few:], strict=False))

"""Judging: the detectors against sources whose faults are known: what each rule found, in time.

A verdict is right where its rule is the label's and it opens within the rule's window. A verdict of
another rule that the fault explains as well is neither right nor wrong; all others are false alarms
of their rule, in faulty and in healthy sources alike.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parking.checking.trial_objects import trial_object
from parking.checking.twins import find_twins
from parking.checking.verdict import Verdict
from tests.parking.checking.synthetic import MONDAY_US, case, judge
from tests.parking.checking.synthetic_bays import bay_lot, judge_bays
from tests.parking.checking.synthetic_faults import FAULTS
from tests.parking.checking.synthetic_feeds import FEED_FAULTS, Feed, feed, judge_feed
from tests.parking.checking.synthetic_life import HOUR
from tests.parking.checking.synthetic_lots import lot_names
from tests.parking.checking.synthetic_reported import judge_reported
from tests.parking.checking.synthetic_twins import STEPS_A_DAY, city

_BEFORE_S: Final = 60.0
_AFTER_S: Final = HOUR
"""A verdict that opens so shortly after a fault may still be of it."""
_ALSO: Final = {
    "frozen": {"clamped"},
    "clamped": {"frozen", "missing_as_zero"},
    "drifting": {"clamped", "frozen"},
    "frozen_feed": {"frozen", "clamped"},
}
"""What else a fault is: a count that drifts reaches a bound and stands there."""


class Outcome(NamedTuple):
    """What became of one label (`rule` "" where nothing is wrong), and the false alarms there."""

    rule: str
    found: bool
    false: tuple[str, ...]
    of: str


@dataclass
class Score:
    """Of one rule: labels, those found in time, and false alarms."""

    labels: int = 0
    found: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


def measured(outcomes: Iterable[Outcome]) -> dict[str, Score]:
    """Add outcomes up by rule; healthy sources count under "" with what was wrong in them."""
    scores: dict[str, Score] = {}
    for one in outcomes:
        score = scores.setdefault(one.rule, Score())
        score.labels += 1
        score.found += one.found
        if not one.found:
            score.missed.append(one.of)
        for rule in one.false:
            wrong = scores.setdefault(rule, Score())
            wrong.false += 1
            wrong.wrong.append(one.of)
    return scores


def of_lot(
    seed: int, fault: str | None, *, days: tuple[float, float] = (9, 16)
) -> Iterator[Outcome]:
    """Judge one source of one lot."""
    one = case(seed * 131 + sum(map(ord, fault or "None")), fault, days=days)
    label = one.label
    if label is None:
        yield _outcome("", judge(one), 0.0, 0.0, 0.0, f"healthy lot {seed}")
        return
    span = label.start, label.end, label.start + label.window_s
    yield _outcome(label.rule, judge(one), *span, f"{label.rule} lot {seed}")


def of_feed(seed: int, fault: str | None) -> Iterator[Outcome]:
    """Judge the publications of a polled feed."""
    yield _of_feed(feed(seed, fault), judge_feed, f"{fault} feed {seed}")


def of_reported_feed(seed: int, fault: str | None) -> Iterator[Outcome]:
    """Judge a feed by the reports that came of it."""
    yield _of_feed(feed(seed, fault, few=True), judge_reported, f"{fault} reported {seed}")


def of_bays(seed: int) -> Iterator[Outcome]:
    """Judge the bays of a lot; every faulty one is a label."""
    lot = bay_lot(seed)
    found, false = set(), []
    for verdict in judge_bays(lot):
        label = verdict.rule, verdict.subject.code
        begin, end = lot.labels.get(label, (0.0, -1e9))
        if begin - _BEFORE_S <= _seconds(verdict) <= end + _AFTER_S:
            found.add(label)
        else:
            false.append(_of_bay(verdict.rule))
    yield Outcome("", True, tuple(false), f"bays {seed}")
    for rule, code in lot.labels:
        yield Outcome(_of_bay(rule), (rule, code) in found, (), f"bay {code} of {seed}")


def of_city(seed: int) -> Iterator[Outcome]:
    """Judge pairs of lots of two sources."""
    made = city(seed)
    found = {(one.lot_key, one.other_key) for one in find_twins(made.lots, STEPS_A_DAY)}
    false = ("duplicate",) * len(found - made.twins)
    yield Outcome("", True, false, f"city {seed}")
    for pair in made.twins:
        yield Outcome("duplicate", pair in found, (), f"pair {pair} of {seed}")


def of_names(seed: int) -> Iterator[Outcome]:
    """Judge names and ids of lots, some of which were made to try a feed."""
    for lot_id, name, is_trial in lot_names(seed):
        found = trial_object(lot_id, name, 36.65, 117.0) is not None
        false = ("test_object",) if found and not is_trial else ()
        yield Outcome("test_object" if is_trial else "", found or not is_trial, false, name)


def held_against(seeds: range, bulk: int = 1) -> Iterator[Outcome]:
    """Judge with each seed one source per fault and a healthy one; of cheap kinds `bulk` times."""
    for seed in seeds:
        for fault in (*FAULTS, None):
            yield from of_lot(seed, fault)
        yield from of_names(seed)
    for seed in range(seeds.start, seeds.start + bulk * len(seeds)):
        yield from of_bays(seed)
    for seed in seeds:
        yield from of_city(seed)
        for feed_fault in (*FEED_FAULTS, None):
            yield from of_feed(seed, feed_fault)
    for seed in seeds[::2]:
        for feed_fault in ("frozen_feed", None):
            yield from of_reported_feed(seed, feed_fault)


def _of_feed(one: Feed, judged: Callable[[Feed], list[Verdict]], of: str) -> Outcome:
    if one.rule is None:
        return _outcome("", judged(one), 0.0, 0.0, 0.0, of)
    return _outcome(one.rule, judged(one), one.start, one.end, one.start + one.window_s, of)


def _outcome(
    rule: str, verdicts: list[Verdict], begin: float, end: float, until: float, of: str
) -> Outcome:
    found, false = not rule, []
    for verdict in verdicts:
        at = _seconds(verdict)
        within = bool(rule) and begin - _BEFORE_S <= at <= end + _AFTER_S
        if within and verdict.rule == rule:
            found = found or bool(at <= until)
        elif not (within and verdict.rule in _ALSO.get(rule, ())):
            false.append(verdict.rule)
    return Outcome(rule, found, tuple(false), of)


def _of_bay(rule: str) -> str:
    return rule if rule == "stuck_bay" else f"{rule} bay"


def _seconds(verdict: Verdict) -> float:
    return (verdict.found_us - MONDAY_US) / 1e6

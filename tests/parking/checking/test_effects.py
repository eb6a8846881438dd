"""What readers see of a lot against which something stands: never a number that misleads."""

import pytest

from parking.checking.effects import EFFECTS, NO_EFFECT, bay_is_out, effect_of, shown
from parking.checking.verdict import RULES, Rule, Subject, Verdict
from parking.live.class_picture import ClassPicture

LOT = Subject("lot", 1)


def verdict(rule: Rule, subject: Subject = LOT, end_us: int | None = None) -> Verdict:
    return Verdict(rule, subject, {}, 1, 2, end_us)


def picture(free: int, low: int, high: int) -> ClassPicture:
    return ClassPicture(free, 100, low, high, "measured", 1, 5, 0.0)


def test_every_rule_changes_what_readers_see() -> None:
    """A bay's own rule takes the bay out of the lot's count instead."""
    assert {*EFFECTS} == {*RULES} - {"stuck_bay"}
    assert all(effect != NO_EFFECT for effect in EFFECTS.values())
    assert bay_is_out(verdict("stuck_bay", Subject("bay", 1, "7")))
    assert bay_is_out(verdict("flapping", Subject("bay", 1, "7")))
    assert not bay_is_out(verdict("flapping"))


@pytest.mark.parametrize(
    "rule", ["frozen", "frozen_feed", "inverted", "offline", "cloned", "missing_as_zero"]
)
def test_a_count_that_is_known_to_be_wrong_is_no_number(rule: Rule) -> None:
    assert effect_of([verdict(rule)]).shown == "unknown"


def test_the_worst_verdict_decides_and_flags_add_up() -> None:
    both = effect_of([verdict("drifting"), verdict("offline"), verdict("clamped")])
    assert both.shown == "unknown"
    assert both.flags == {"drifting", "offline", "suspect"}
    assert both.spread == EFFECTS["clamped"].spread
    assert effect_of([verdict("drifting"), verdict("test_object")]).shown == "hidden"


def test_what_has_ended_and_what_is_of_a_bay_change_nothing() -> None:
    ended = verdict("frozen", end_us=9)
    of_bay = verdict("flapping", Subject("bay", 1, "7"))
    assert effect_of([ended, of_bay]) == NO_EFFECT
    assert shown(picture(12, 9, 15), NO_EFFECT) == picture(12, 9, 15)


def test_a_lot_that_is_told_twice_is_in_no_total() -> None:
    for rule in ("duplicate", "aggregate", "test_object"):
        assert not effect_of([verdict(rule)]).counted
    assert effect_of([verdict("frozen")]).counted


def test_a_wider_interval_stays_within_the_lot() -> None:
    wide = shown(picture(95, 92, 97), effect_of([verdict("clamped")]))
    assert (wide.free, wide.low, wide.high) == (95, 77, 100)
    assert wide.flags == ("suspect",)
    empty = shown(picture(3, 1, 5), effect_of([verdict("flapping")]))
    assert (empty.low, empty.high) == (0, 30)

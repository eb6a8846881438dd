"""What readers see of a lot against which something stands: never a number that misleads."""

import pytest

from ingest.checking.doubting import doubts_from
from parking.checking.effects import EFFECTS
from parking.checking.verdict import RULES, Rule
from parking.live.doubt_register import ANY_SOURCE, Doubt, bits_of, flags_of
from parking.storage.postgres.feed_verdicts import VerdictKey

SOURCE, OTHER, LOT = 9, 8, 1


def against(rule: Rule, source_key: int | None = SOURCE, bay: str | None = None) -> VerdictKey:
    return VerdictKey(rule, source_key, LOT, bay)


def doubted(*standing: VerdictKey) -> Doubt:
    [doubt] = doubts_from(standing)
    return doubt


def test_every_rule_changes_what_readers_see() -> None:
    """A bay's own rule makes the lot's interval wider by the bay instead."""
    assert {*EFFECTS} == {*RULES} - {"stuck_bay"}
    for rule in EFFECTS:
        doubt = doubted(against(rule))
        assert doubt.flags
        assert doubt.withheld or doubt.percent or not doubt.counted
    for rule in ("stuck_bay", "flapping"):
        of_bay = doubted(against(rule, bay="7"))
        assert of_bay.flags
        assert of_bay.spaces == 1
    assert doubted(against("flapping")).spaces == 0


@pytest.mark.parametrize(
    "rule",
    ["frozen", "frozen_feed", "inverted", "offline", "cloned", "missing_as_zero", "test_object"],
)
def test_a_count_that_is_known_to_be_wrong_is_no_number(rule: Rule) -> None:
    assert doubted(against(rule)).withheld


def test_the_worst_verdict_decides_and_flags_add_up() -> None:
    both = doubted(against("drifting"), against("offline"), against("clamped"))
    assert both.withheld
    assert {*flags_of(both.flags)} == {"drifting", "offline", "suspect"}
    assert both.percent == EFFECTS["clamped"].percent
    assert not doubted(against("drifting"), against("clamped")).withheld


def test_what_stands_against_one_source_is_no_doubt_of_another() -> None:
    told = doubts_from([against("frozen"), against("drifting", OTHER), against("duplicate", None)])
    assert [one.source_key for one in told] == [ANY_SOURCE, OTHER, SOURCE]
    assert [one.withheld for one in told] == [False, False, True]
    assert doubts_from([]) == ()


def test_a_bay_alone_withholds_nothing() -> None:
    of_bays = doubted(against("flapping", bay="7"), against("stuck_bay", bay="8"))
    assert of_bays == Doubt(SOURCE, bits_of({"flapping", "suspect"}), spaces=2)


def test_a_lot_that_is_told_twice_is_in_no_total() -> None:
    for rule in ("duplicate", "aggregate", "test_object"):
        assert not doubted(against(rule)).counted
    assert doubted(against("frozen")).counted

"""What is doubted shows alike wherever a lot is asked for, and costs nothing where nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.checking.effects import EFFECTS
from parking.live.doubt_register import (
    ANY_SOURCE,
    Doubt,
    bits_of,
    flags_of,
    register_of_doubts,
)
from parking.vocabulary import FLAGS
from tests.parking.test_replica import NOW_US, City, lot

SOURCE, OTHER = 9, 8
doubts = st.lists(
    st.builds(
        Doubt,
        st.sampled_from([ANY_SOURCE, SOURCE, OTHER]),
        st.sets(st.sampled_from(FLAGS)).map(bits_of),
        st.booleans(),
        st.integers(0, 30),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=3,
)


def doubted(city: City, key: int, told: list[Doubt], observed_us: int) -> None:
    value = register_of_doubts(key, told, 1).value
    city.replica.apply_changes(city.change(key, "q", value, observed_us), NOW_US)


@given(told=doubts, free=st.integers(-3, 110), with_bay=st.booleans())
def test_searches_totals_and_the_whole_answer_agree_on_what_is_doubted(told, free, with_bay):
    city = City(lot(1))
    city.count(1, free)
    if with_bay:
        city.replica.apply_changes(city.change(1, "b:1", "f9"), NOW_US)
    sure = city.shown(1)["availability"]
    doubted(city, 1, told, 2)
    shown, live = city.shown(1)["availability"], city.replica.live_lot(1)
    assert shown["free"] == live.free("general", NOW_US)
    assert shown["freshness"] == live.freshness(NOW_US)
    assert city.near() == ([] if shown["free"] is None else ["lot-001"])
    assert dict(live.counts())["general"][0] == shown["free"]
    assert city.replica.arrays.columns.uncounted[0] == any(not one.counted for one in told)
    mine = [one for one in told if one.source_key in {ANY_SOURCE, SOURCE}]
    assert (shown["free"] is None) == any(one.withheld for one in mine)
    assert {flag for one in mine for flag in flags_of(one.flags)} <= set(shown["flags"])
    if shown["free"] is None:
        assert (shown["state"], shown["freshness"]) == ("unknown", "unknown")
        assert shown["last_known"]["free"] == sure["free"]
    else:
        assert shown["free"] == sure["free"]
        assert shown["low"] <= sure["low"] <= sure["high"] <= shown["high"]


def test_a_doubt_that_is_over_leaves_the_quick_way_open_again():
    city = City(lot(1))
    city.count(1, 12)
    doubted(city, 1, [Doubt(SOURCE, bits_of({"frozen"}), withheld=True)], 2)
    assert city.shown(1)["availability"]["flags"] == ["frozen"]
    doubted(city, 1, [], 3)
    assert city.shown(1)["availability"]["free"] == 12
    city.count(1, 13, observed_us=NOW_US + 1)
    assert city.replica.live_lot(1).registers.only_count() is not None


@pytest.mark.parametrize(("free", "low", "high"), [(95, 80, 100), (3, 0, 18)])
def test_a_wider_interval_stays_within_the_lot(free, low, high):
    city = City(lot(1))
    city.count(1, free)
    doubted(city, 1, [Doubt(SOURCE, bits_of({"suspect"}), percent=15)], 2)
    wide = city.shown(1)["availability"]
    assert (wide["free"], wide["low"], wide["high"]) == (free, low, high)
    assert wide["flags"] == ["suspect"]


def test_every_effect_can_be_told():
    for effect in EFFECTS.values():
        assert set(flags_of(bits_of(effect.flags))) == effect.flags

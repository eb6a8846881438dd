"""Laws of sanctions: what bars a plate, and that nothing bars it twice."""

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import DAY_US, HOUR_US
from parking.sharing.sanctions import Offence, SanctionRules, bar_for, is_long

NOW_US = 1_800_000_000_000_000
RULES = SanctionRules()
OFFENCES = st.lists(
    st.builds(
        Offence,
        st.sampled_from(["overstay", "long_stay"]),
        st.integers(0, 800).map(lambda days: NOW_US - days * DAY_US),
    ),
    max_size=6,
)


@given(OFFENCES)
def test_three_overstays_within_the_year_or_a_long_one_bar_for_a_year(offences):
    fresh = [one.kind for one in offences if NOW_US - one.at_us < 365 * DAY_US]
    bar = bar_for(offences, NOW_US, RULES)
    assert (bar is not None) == ("long_stay" in fresh or fresh.count("overstay") >= 3)
    if bar is not None:
        assert bar.until_us == NOW_US + 365 * DAY_US


@given(OFFENCES)
def test_rules_that_are_off_bar_nobody(offences):
    assert bar_for(offences, NOW_US, SanctionRules(overstays=0, long_overstay_h=0)) is None
    assert bar_for(offences, NOW_US, SanctionRules(barred_days=0)) is None


def test_an_overstay_is_long_after_a_day_and_not_before():
    assert not is_long(NOW_US - 24 * HOUR_US, NOW_US, RULES)
    assert is_long(NOW_US - 24 * HOUR_US - 1, NOW_US, RULES)
    assert not is_long(0, NOW_US, SanctionRules(long_overstay_h=0))

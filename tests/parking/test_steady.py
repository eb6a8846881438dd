"""What is rendered once stays right but for its age, exactly as long as is promised."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from parking.live.availability import availability_of
from parking.live.class_picture import ClassPicture
from parking.live.picture import picture_of
from parking.live.steady import FOR_EVER_US, steady_until_us
from parking.lot import Source
from tests.live.city import lot_at

NOW_US = 1_795_000_000_000_000
LOT = lot_at(1, 36.65, 117.12)


def picture_with(spaces):
    classes = dict(zip(("general", "charging"), spaces, strict=False))
    return msgspec.structs.replace(picture_of(LOT, {}), classes=classes, top=spaces[0])


spaces = st.builds(
    lambda free, age_us, flow: ClassPicture(
        free, 100, free, free, "measured", NOW_US - age_us, 1, flow
    ),
    st.integers(0, 100),
    st.integers(-5_000_000, 5_000_000_000),
    st.sampled_from([0.0, 0.01, 0.5, 3.0, 40.0]),
)


def shown(picture, now_us, source):
    return msgspec.structs.replace(availability_of(picture, now_us, source), age_s=0.0)


@given(
    st.lists(spaces, min_size=1, max_size=2),
    st.sampled_from([30.0, 120.0, 900.0]),
    st.floats(0, 1, exclude_max=True),
)
def test_nothing_but_the_age_changes_before_the_promised_moment(found, ttl_s, share):
    picture, source = picture_with(found), Source(1, "op", 1, "op", ttl_s=ttl_s)
    until_us = steady_until_us(picture, NOW_US, source)
    assert until_us > NOW_US
    later_us = NOW_US + int(share * (min(until_us, NOW_US + 10**11) - NOW_US))
    assert shown(picture, NOW_US, source) == shown(picture, later_us, source)


def test_a_lot_without_counts_is_steady_for_ever():
    assert steady_until_us(picture_of(LOT, {}), NOW_US, None) == FOR_EVER_US

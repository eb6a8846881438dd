"""Lendings of all kinds for property tests: windows, suspensions, bookings, cars that stay."""

from collections import Counter

from hypothesis import strategies as st

from parking.clock import MINUTE_US
from parking.live.supply_register import BY_LOT
from parking.sharing.spans import FOR_EVER_US
from parking.sharing.supply import Claim, Lending, LentSpace
from tests.live.city import START_US as NOW_US

DAYS = 3 * 24 * 60
OWN_CLASSES = [BY_LOT, "charging"]
ALL_OR_SOME = st.booleans()


def minutes(first: int, last: int) -> st.SearchStrategy[int]:
    return st.integers(first, last).map(lambda minute: NOW_US + minute * MINUTE_US)


@st.composite
def spans(draw, longest_min: int = 900):
    from_us = draw(minutes(-300, DAYS))
    return from_us, from_us + draw(st.integers(1, longest_min)) * MINUTE_US


holds = minutes(1, 5)
claims = st.builds(
    lambda span, gone_us: Claim(*span) if gone_us is None else Claim(*span, gone_us),
    spans(),
    st.none() | holds,
) | st.just(Claim(-FOR_EVER_US, FOR_EVER_US, stays=True))


def spaces(own_classes):
    return st.builds(
        LentSpace,
        st.lists(claims, max_size=4),
        st.lists(spans(), max_size=1),
        st.sampled_from(own_classes),
    )


@st.composite
def lendings(draw, is_for_all=ALL_OR_SOME, own_classes=OWN_CLASSES):
    taken = draw(st.lists(spaces(own_classes), max_size=3))
    alike = Counter({name: draw(st.integers(0, 2)) for name in own_classes})
    return Lending(
        spaces=alike + Counter(space.own_class for space in taken),
        buffer_min=draw(st.sampled_from([0, 10, 45])),
        stay=draw(st.lists(spans(2_000), max_size=4)),
        movement=draw(st.lists(spans(2_000), max_size=4)),
        suspended=draw(st.lists(spans(), max_size=2)),
        taken=taken,
        is_for_all=draw(is_for_all),
    )

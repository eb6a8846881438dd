"""Lengths of stays tell of no single person, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from parking.planning.stay_bins import BIN_ENDS_MIN, BIN_NAMES, stays_by_user

counts = st.dictionaries(
    st.tuples(st.sampled_from((None, "transient", "monthly")), st.integers(0, 120)),
    st.integers(1, 12),
    max_size=15,
)


@given(counts)
def test_every_number_that_is_told_is_of_five_or_more_or_of_nobody(some):
    for one in stays_by_user(some):
        told = [number for number in one.bins if number is not None]
        assert all(number == 0 or number >= 5 for number in told)
        if one.total is not None:
            hidden = [number for number in one.bins if number is None]
            rest = one.total - sum(told)
            assert one.total >= 5
            assert rest == 0 if not hidden else rest >= 5
            assert len(hidden) != 1


@given(counts)
def test_what_is_told_is_what_there_was(some):
    ends = (*BIN_ENDS_MIN, 10**9)
    for one in stays_by_user(some):
        own = {q: n for (user, q), n in some.items() if (user or "unknown") == one.user_class}
        assert one.total in {None, sum(own.values())}
        below = 0
        for name, told, end in zip(BIN_NAMES, one.bins, ends, strict=True):
            there = sum(n for q, n in own.items() if below <= q * 15 < end)
            assert told in {None, there}, name
            below = end


def test_user_classes_are_told_apart():
    found = stays_by_user({("monthly", 40): 9, ("transient", 1): 30, (None, 2): 2})
    assert [(one.user_class, one.total) for one in found] == [
        ("monthly", 9), ("transient", 30), ("unknown", None),
    ]  # fmt: skip

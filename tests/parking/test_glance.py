"""A glance says what the picture would say, without making it."""

from hypothesis import given
from hypothesis import strategies as st

from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.glance import glance_at, glance_of
from parking.live.picture import picture_of
from parking.live.register import merge
from parking.lot import Lot, Source
from parking.plausibility import BACKFILL, DECLARED, SUSPECT
from parking.ports import Register

SPACES = st.integers(0, 3_000)
FLAGS = st.sets(st.sampled_from([SUSPECT, BACKFILL, DECLARED])).map(sum)
COUNTS = st.tuples(
    st.integers(1, 10**15), st.integers(-99, 3_000), st.just(-1) | SPACES, FLAGS, st.integers(1, 9)
)


@given(
    counts=st.lists(COUNTS, min_size=1, max_size=4),
    registered=st.just({}) | SPACES.map(lambda spaces: {"general": spaces}),
    changes_only=st.booleans(),
)
def test_a_glance_at_an_only_count_is_that_of_its_picture(counts, registered, changes_only):
    lot = Lot(
        LotKey(1), LotId("a-1"), OperatorKey(1), OperatorId("a"), "lot", 0, capacity=registered
    )
    stored = None
    for pos, (observed_us, free, capacity, flags, source_key) in enumerate(counts, 1):
        value = f"{free:+08d}{capacity:+08d}{flags:04d}{source_key:08d}"
        register = Register(1, "s:general", f"0000{observed_us:016d}{pos:015d}", value)
        stored, _ = merge(stored, register, pos)
    picture = picture_of(lot, {"s:general": stored})
    source = Source(picture.top.source_key, "a-1", 1, "a", changes_only=changes_only)
    assert glance_at(lot, stored) == glance_of(picture, source)

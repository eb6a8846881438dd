"""A directory ends with the registry's picture, whatever deltas it was fed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parking.directory import Directory
from parking.lot import Lot
from parking.ports import RegistryDelta

LOT = Lot(lot_key=1, lot_id="l-1", operator_key=1, operator_id="op", name="一号", partition=0)
versions = st.lists(
    st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=30
)  # lot key, deleted


@given(versions)
def test_following_step_by_step_equals_loading_at_the_end(steps: list[tuple[int, bool]]):
    history = [
        replace(LOT, lot_key=key, lot_id=f"l-{key}", version=version, deleted=deleted)
        for version, (key, deleted) in enumerate(steps, 1)
    ]
    followed, loaded = Directory(), Directory()
    for lot in history:
        followed.apply(RegistryDelta(lot.version, [lot]))
        followed.apply(RegistryDelta(lot.version - 1, [replace(lot, name="old")]))
    newest = {lot.lot_key: lot for lot in history}
    loaded.apply(RegistryDelta(len(history), list(newest.values())))
    assert sorted(followed.lots(), key=str) == sorted(loaded.lots(), key=str)
    for key in newest:
        assert followed.find_lot(f"l-{key}") == loaded.find_lot(f"l-{key}")


def test_a_deleted_lot_is_found_by_its_key_alone():
    directory = Directory()
    directory.apply(RegistryDelta(1, [LOT]))
    directory.apply(RegistryDelta(2, [replace(LOT, deleted=True)]))
    assert directory.find_lot("l-1") is None
    assert list(directory.lots()) == []
    assert directory.lot(1).deleted


def test_the_id_of_a_deleted_lot_may_belong_to_another_lot_by_then():
    old, new = replace(LOT, deleted=True), replace(LOT, lot_key=2)
    for order in ([old, new], [new, old]):
        directory = Directory()
        directory.apply(RegistryDelta(1, [LOT]))
        directory.apply(RegistryDelta(2, order))
        assert directory.find_lot("l-1") is new

"""What a replica keeps of one lot's registers: all that says something, in any order of echoes."""

from hypothesis import given
from hypothesis import strategies as st

from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.lot_registers import LotRegisters
from parking.live.picture import picture_of
from parking.lot import Lot

LOT = Lot(LotKey(1), LotId("N-1"), OperatorKey(1), OperatorId("N"), "North", 0)
CLOSED, VOID = '{"from_us":1}', '{"from_us":0,"void":true}'
COUNT = f"{5:+08d}{100:+08d}{0:04d}{9:08d}"


def stored(position: int, value: str) -> str:
    return f"{position:016d}{position:035d}{value}"


changes = st.lists(
    st.sampled_from([
        ("k:a", CLOSED), ("k:a", VOID), ("k:b", CLOSED), ("k:b", VOID), ("s:general", COUNT),
        ("b:1", "f9"), ("b:1", "o9"), ("h", "9"),
    ]),
    max_size=20,
)  # fmt: skip


@given(changes=changes, loaded=st.integers(0, 20), echoes=st.integers(0, 20))
def test_closures_that_were_taken_back_are_not_kept_and_nobody_sees_a_difference(
    changes, loaded, echoes
):
    told = [(name, stored(at, value)) for at, (name, value) in enumerate(changes, 1)]
    registers = LotRegisters()
    registers.replace(dict(told[:loaded]))
    for name, value in told[max(0, loaded - echoes) :]:
        registers.put(name, value)
    everything = dict(told)
    wanted, shown = picture_of(LOT, everything), registers.picture(LOT)
    assert shown.version == wanted.version
    assert shown.classes == wanted.classes
    assert shown.is_closed(2) == wanted.is_closed(2)
    assert not any(closure.void for closure in shown.closures)
    assert registers.all().keys() == {
        name for name, value in everything.items() if not value.endswith(VOID)
    }


def test_a_version_never_goes_back_for_what_is_not_kept():
    registers = LotRegisters()
    registers.replace({"s:general": stored(1, COUNT)})
    assert registers.only_count() is not None
    registers.put("k:a", stored(2, CLOSED))
    registers.put("k:a", stored(3, VOID))
    assert registers.only_count() is None
    assert registers.picture(LOT).version == 3
    registers.put("s:general", stored(4, COUNT))
    assert registers.only_count() is not None

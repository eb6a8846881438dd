from hypothesis import given
from hypothesis import strategies as st

from parking.ids import LotKey
from parking.live.changelog import ChangeLog

STEPS = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True), max_size=30)


@given(STEPS, st.integers(1, 12), st.integers(0, 40))
def test_what_changed_since_a_position_is_exact_or_admitted_to_be_unknown(steps, kept, asked):
    log = ChangeLog(0, kept=kept)
    for position, lots in enumerate(steps, 1):
        log.append(position, [LotKey(lot) for lot in lots])
    answer = log.since(asked)
    truth = {lot for position, lots in enumerate(steps, 1) if position > asked for lot in lots}
    if answer is None:
        assert asked > len(steps) or sum(len(lots) for lots in steps) > kept
    else:
        assert answer == truth


def test_a_position_of_the_future_is_not_resumable():
    assert ChangeLog(5).since(6) is None
    assert ChangeLog(5).since(4) is None
    assert ChangeLog(5).since(5) == set()

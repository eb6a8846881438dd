"""Under a flood each lot is brought up to date in turn, once for many changes; none is starved."""

from parking.live.arrears import Arrears


def test_a_lot_that_changes_again_while_it_waits_is_brought_up_to_date_once():
    arrears = Arrears()
    for position in (1, 2, 3):
        arrears.add(0, position, [7])
    assert arrears.take(10) == [7]
    assert list(arrears.paid()) == [(0, 1, [7]), (0, 2, [7]), (0, 3, [7])]
    assert arrears.take(10) == []


def test_a_position_holds_only_when_all_of_its_lots_do():
    arrears = Arrears()
    arrears.add(3, 5, [1, 2])
    assert arrears.take(1) == [1]
    assert list(arrears.paid()) == []
    arrears.take(1)
    assert list(arrears.paid()) == [(3, 5, [1, 2])]


def test_a_lot_that_never_rests_keeps_no_position_back():
    arrears = Arrears()
    shown = []
    for position in range(1, 50):
        arrears.add(0, position, [1, position + 1])
        arrears.take(2)
        shown += [held for _, held, _ in arrears.paid()]
    assert len(shown) > 40
    assert shown == sorted(shown)
    assert arrears.steps_taken - arrears.steps_paid < 9

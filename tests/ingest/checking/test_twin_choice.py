"""Of lots that are one, one is counted: the same whoever asks, and not another one each hour."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.checking.neighbours import neighbours
from ingest.checking.twin_choice import left_out
from parking.checking.twins import Twins
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot


def twins(*pairs: tuple[int, int]) -> list[Twins]:
    return [Twins(one, other, {"steps": one * 100 + other}) for one, other in pairs]


def kept(*pairs: tuple[int, int], known: dict[int, int], counted: set[int] = frozenset()):
    return {key: one for key, (one, _) in left_out(twins(*pairs), known, counted).items()}


def test_the_one_that_is_known_for_more_of_the_time_is_counted():
    assert kept((1, 2), known={1: 50, 2: 100}) == {1: 2}


def test_of_like_ones_the_older_registration_is_counted():
    assert kept((1, 2), known={1: 95, 2: 100}) == {2: 1}


def test_what_is_counted_stays_counted_while_it_is_nearly_as_good():
    assert kept((1, 2), known={1: 80, 2: 100}, counted={1}) == {2: 1}
    assert kept((1, 2), known={1: 70, 2: 100}, counted={1}) == {1: 2}


def test_of_three_that_are_one_two_are_left_out_each_with_its_own_reason():
    found = left_out(twins((1, 2), (2, 3)), {1: 10, 2: 10, 3: 10}, set())
    assert {key: one for key, (one, _) in found.items()} == {2: 1, 3: 1}
    assert found[2][1] == {"steps": 102}


pairs = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda p: p[0] < p[1]))


@given(pairs, st.dictionaries(st.integers(1, 12), st.integers(0, 480)), st.randoms())
def test_what_is_counted_is_left_out_for_nobody_whatever_the_order(found, known, random):
    chosen = kept(*found, known=known)
    assert not set(chosen) & set(chosen.values())
    assert set(chosen) | set(chosen.values()) == {key for pair in found for key in pair}
    random.shuffle(found)
    assert kept(*found, known=known) == chosen


def lot(key: int, name: str, lat: float | None, lon: float | None = 117.0) -> Lot:
    return Lot(
        LotKey(key), LotId(f"a-{key}"), OperatorKey(1), OperatorId("a"), name, 0, lat=lat, lon=lon
    )  # fmt: skip


def test_only_lots_near_another_sources_or_named_as_one_are_looked_at():
    lots = [
        lot(1, "泉城广场停车场", 36.66),
        lot(2, "银座地下车库", 36.6609),
        lot(3, "大明湖", 36.70),
        lot(4, "大明湖停车场", None, None),
        lot(5, "奥体中心", 36.75),
        lot(6, "西客站", 36.6601),
    ]
    sources = {1: 7, 2: 8, 3: 7, 4: 8, 5: 7}
    assert [one.lot_key for one in neighbours(lots, sources)] == [1, 2, 3, 4]
    assert neighbours(lots, dict.fromkeys(range(1, 6), 7)) == []

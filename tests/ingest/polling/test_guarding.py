"""A feed that changes shape at once keeps its last good state until it says the same again."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.publication import Publication
from ingest.polling.guarding import Guard, Shape, judge, shape_of
from ingest.polling.self_checks import check
from tests.ingest.polling.publications import publication

USUAL = {f"L{n}": 10 + n for n in range(9)}
GOOD = shape_of(publication(USUAL))


def without(*lots: str) -> dict[str, int | None]:
    return {lot: free for lot, free in USUAL.items() if lot not in lots}


def seen(*publications: Publication) -> list[tuple[bool, set[str]]]:
    guard, outcomes = Guard(good=GOOD), []
    for one in publications:
        guard, verdict = judge(guard, shape_of(one))
        outcomes.append((verdict.is_accepted, {finding.code for finding in verdict.findings}))
    return outcomes


CHANGES = {
    "a third of the lots is gone": (publication(without("L0", "L1", "L2")), {"mass-drop"}),
    "all lots have other ids": (publication({f"X{n}": n for n in range(9)}), {"mass-drop"}),
    "a third has no value": (
        publication(USUAL | {"L0": None, "L1": None, "L2": None}), {"values-gone"},
    ),
    "every lot is empty": (publication(dict.fromkeys(USUAL, 0)), {"all-equal"}),
    "every lot says the same": (publication(dict.fromkeys(USUAL, 17)), {"all-equal"}),
    "it is another format": (publication(USUAL, format_name="other"), {"format-changed"}),
    "it says nothing": (Publication("native"), {"empty"}),
    "it is values alone": (publication(USUAL, described=False), {"fields-gone"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_at_once_is_held_back_and_told(name: str) -> None:
    changed, codes = CHANGES[name]
    [(is_accepted, found), again] = seen(changed, publication(USUAL))
    assert not is_accepted
    assert codes <= found
    assert again == (True, set())


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"it says nothing"}))
def test_what_is_said_twice_is_believed(name: str) -> None:
    changed, _ = CHANGES[name]
    assert [accepted for accepted, _ in seen(changed, changed)] == [False, True]


def test_an_empty_publication_is_never_believed() -> None:
    empty = Publication("native")
    assert [accepted for accepted, _ in seen(empty, empty, empty)] == [False] * 3


def test_two_that_disagree_are_both_held_back() -> None:
    first, second = without("L0", "L1", "L2"), without("L4", "L5", "L6", "L7")
    outcomes = seen(publication(first), publication(second), publication(first))
    assert [accepted for accepted, _ in outcomes] == [False] * 3


def test_a_good_one_in_between_forgets_what_was_suspect() -> None:
    less = publication(without("L0", "L1", "L2"))
    outcomes = seen(less, publication(USUAL), less)
    assert [accepted for accepted, _ in outcomes] == [False, True, False]


@pytest.mark.parametrize("gone", range(12))
def test_what_is_held_back_for_lots_that_are_gone_is_so_for_both_who_judge(gone: int) -> None:
    usual = publication({f"L{n}": 10 + n for n in range(12)})
    less = publication({f"L{n}": 10 + n for n in range(12 - gone)})
    _, guarded = judge(Guard(good=shape_of(usual)), shape_of(less))
    checked = check(check(None, usual, 1).after, less, 2)
    assert guarded.is_accepted is checked.take
    assert guarded.is_accepted is (gone <= 3)


def test_fewer_than_three_in_ten_come_and_go_freely() -> None:
    outcomes = seen(publication(without("L0", "L1")), publication(USUAL | {"L99": 5}))
    assert [accepted for accepted, _ in outcomes] == [True, True]


def test_at_first_sight_all_is_believed_but_zeros_and_nothing() -> None:
    for one, is_accepted in (
        (publication(USUAL), True),
        (publication(dict.fromkeys(USUAL, 17)), True),
        (publication({"L0": 0}), True),
        (publication(dict.fromkeys(USUAL, 0)), False),
        (Publication("native"), False),
    ):
        _, verdict = judge(Guard(), shape_of(one))
        assert verdict.is_accepted is is_accepted


SHAPES = st.builds(
    Shape,
    format=st.sampled_from(["a", "b"]),
    lots=st.frozensets(st.sampled_from("klmnop")),
    counted=st.frozensets(st.sampled_from("klmnop")),
    fields=st.frozensets(st.sampled_from("uvwxyz")),
    same_free=st.none() | st.integers(0, 2),
)


@given(st.lists(SHAPES, max_size=12))
def test_it_takes_two_that_agree_and_never_more(shapes: list[Shape]) -> None:
    guard = Guard()
    for shape in shapes:
        before = guard
        guard, verdict = judge(guard, shape)
        if verdict.is_accepted:
            assert guard.good == shape
        else:
            assert verdict.findings
            assert guard.good == before.good
        again, second = judge(guard, shape)
        assert second.is_accepted is bool(shape.lots)
        assert bool(shape.lots) is (again.good == shape)


@given(SHAPES)
def test_a_guard_survives_being_written_down(shape: Shape) -> None:
    guard = Guard(good=shape, suspect=shape)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(guard), type=Guard) == guard

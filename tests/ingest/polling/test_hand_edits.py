"""What an operator has mended by hand is not undone by the next poll."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.polling.hand_edits import Version, edited_by_hand, kept
from parking.draft import LotDraft
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot, LotFacts

FEED, HAND = "feed:op-lots", "k1"


def test_who_changed_a_field_last_is_whose_it_is():
    versions = [
        Version(FEED, {"name": "A", "address": "1 号", "capacity": {"general": 100}}),
        Version(HAND, {"name": "泉城路", "address": "1 号", "capacity": {"general": 100}}),
        Version(FEED, {"name": "泉城路", "address": "2 号", "capacity": {"general": 120}}),
    ]
    assert edited_by_hand(versions[:1]) == frozenset()
    assert edited_by_hand(versions) == {"name"}


def test_a_field_that_was_emptied_by_hand_stays_empty():
    versions = [
        Version(FEED, {"name": "A", "tariff": {"free": True}}),
        Version(HAND, {"name": "A"}),
    ]
    assert edited_by_hand(versions) == {"tariff"}


def test_what_was_registered_by_hand_a_feed_may_complete_but_not_change():
    versions = [Version(HAND, {"name": "A", "capacity": {}, "has_gate": False, "lat": 36.6})]
    assert edited_by_hand(versions) == {"name", "lat"}


def lot(**facts) -> Lot:
    return Lot(
        lot_key=LotKey(1), lot_id=LotId("op-A"), operator_key=OperatorKey(1),
        operator_id=OperatorId("op"), partition=0, **{"name": "泉城路", **facts},
    )  # fmt: skip


def test_a_position_is_kept_as_one_thing():
    known = lot(lat=36.6, lon=117.0, cell=7, raw_lat=36.61, raw_lon=117.01, coordsys="gcj02")
    said = LotDraft("op-A", lat=36.9, lon=117.9, cell=9, name="A", partition=0, address="1 号")
    merged = kept(said, known, frozenset({"lat", "name"}))
    assert (merged.name, merged.address) == ("泉城路", "1 号")
    assert [getattr(merged, name) for name in ("lat", "lon", "cell", "coordsys")] == [
        36.6, 117.0, 7, "gcj02",
    ]  # fmt: skip


def test_every_field_of_a_description_can_be_kept():
    named = {field.name for field in fields(LotFacts)} | {"name"}
    known = lot(lat=1.0, lon=2.0, address="x", timezone="Asia/Urumqi")
    merged = kept(LotDraft("op-A", name="A", partition=0), known, frozenset(named))
    assert {name: getattr(merged, name) for name in named} == {
        name: getattr(known, name) for name in named
    }


@given(st.lists(st.tuples(st.sampled_from([FEED, HAND, None]), st.dictionaries(
    st.sampled_from(["name", "address"]), st.integers(1, 3)))))  # fmt: skip
def test_merging_a_feeds_word_never_takes_a_field_from_its_owner(history):
    versions = [Version(*one) for one in history]
    by_hand = edited_by_hand(versions)
    newest = versions[-1].description if versions else {}
    merged = {**dict.fromkeys(["name", "address"], 9), **{k: newest.get(k) for k in by_hand}}
    merged = {name: value for name, value in merged.items() if value is not None}
    assert edited_by_hand([*versions, Version(FEED, merged)]) == by_hand


@pytest.mark.parametrize("versions", [[], [Version(None, {})]])
def test_a_lot_without_a_history_is_its_feeds(versions):
    assert edited_by_hand(versions) == frozenset()

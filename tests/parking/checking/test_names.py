"""Names of one car park in two registers are alike; names of two parts of one place are not."""

import pytest

from parking.checking.names import alikeness, plain_name
from parking.checking.thresholds import TWIN_NAME, TWIN_NAME_NEAR
from parking.checking.trial_objects import trial_object


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("泉城广场停车场", "泉城廣場停車場"),
        ("泉城广场地下停车场", "泉城广场公共停车场"),
        ("恒隆广场停车库", "恒隆广场"),
        ("齐鲁医院二号停车场", "齐鲁医院2号停车场"),
        ("P1 Nord", "Ｐ１ Nord"),
        ("Altmarkt", "Tiefgarage Altmarkt"),
        ("Market Hall Car Park", "market hall parking"),
        ("Terminal II", "Terminal 2"),
    ],
)
def test_one_place_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert alikeness(one, other) >= TWIN_NAME
    assert alikeness(one, other) == alikeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("机场 P1", "机场 P2"),
        ("泉城广场东区停车场", "泉城广场西区停车场"),
        ("齐鲁医院1号停车场", "齐鲁医院2号停车场"),
        ("会展中心A座", "会展中心B座"),
        ("大明湖南门停车场", "大明湖北门停车场"),
        ("大明湖停车场", "千佛山停车场"),
        ("Parkhaus Nord", "Parkplatz am Zoo"),
    ],
)
def test_two_parts_of_a_place_and_two_places_are_two(one: str, other: str) -> None:
    assert alikeness(one, other) < TWIN_NAME_NEAR


def test_a_name_that_says_nothing_is_like_no_other() -> None:
    assert plain_name("公共停车场") == ""
    assert alikeness("公共停车场", "公共停车场") == 0.0


@pytest.mark.parametrize(
    "name",
    ["测试中心停车场", "软件测试大厦", "Contest Hall", "Attestation Office", "Testaccio", "示范区"],
)
def test_places_where_things_are_tested_are_ordinary(name: str) -> None:
    assert trial_object("JN-1", name, 36.6, 117.0) is None


@pytest.mark.parametrize(
    ("lot_id", "name", "where"),
    [("JN-1", "测试停车场", "name"), ("JN-1", "Test lot", "name"), ("lot_test_1", "大明湖", "id")],
)
def test_a_lot_made_to_try_a_feed_is_told_by_name_or_id(lot_id: str, name: str, where: str) -> None:
    found = trial_object(lot_id, name, 36.6, 117.0)
    assert found is not None
    assert found["in"] == where


def test_a_lot_in_the_gulf_of_guinea_was_never_placed() -> None:
    found = trial_object("JN-1", "大明湖", 0.0, 0.0)
    assert found is not None
    assert found["in"] == "position"

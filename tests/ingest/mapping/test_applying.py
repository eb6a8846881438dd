"""What a small operator's file becomes, by a mapping and no code."""

from hypothesis import given
from hypothesis import strategies as st

from parking.draft_reading import DraftRules, read_draft
from tests.ingest.mapping.documents import applied, codes, lots, reports

BOTH = """
[source]
shape = "table"
rows = "both"
[fields]
lot_id = "编号"
name = "名称"
lat = "纬度"
lon = "经度"
observed_at = "时间"
state = "状态"
capacity = "泊位"
free = "余位"
max_height = "限高"
[units]
height = "cm"
"""
HEAD = "编号,名称,纬度,经度,泊位,余位,时间,状态,限高\n"
ROW = "A-1,泉城路停车场,36.6651,117.0244,120,37,2026-11-21 09:00:00,开放,210\n"


def test_a_row_becomes_a_lot_and_its_count():
    publication = applied(HEAD + ROW, BOTH)
    assert lots(publication)["A-1"] == {
        "lot_id": "A-1", "name": "泉城路停车场", "lat": 36.6651, "lon": 117.0244,
        "coordsys": "wgs84", "capacity": {"general": 120}, "max_height_m": 2.1,
    }  # fmt: skip
    assert reports(publication)["A-1"] == {
        "kind": "snapshot", "lot_id": "A-1", "observed_at": "2026-11-21T09:00:00+08:00",
        "spaces": [{"space_class": "general", "free": 37, "capacity": 120}],
    }  # fmt: skip
    assert [(one.lot_id, one.is_open) for one in publication.openings] == [("A-1", True)]
    assert codes(publication) == ["naive-time"]


def test_no_data_is_never_taken_for_none_free():
    for nothing in ("-1", "", "--", "无", "???", "None"):
        publication = applied(HEAD + ROW.replace(",37,", f",{nothing},"), BOTH)
        assert not publication.reports
        assert lots(publication).keys() == {"A-1"}
    assert not applied(HEAD + ROW.replace(",37,", ",0,").replace("开放", "故障"), BOTH).reports


def test_full_is_none_free_and_closed_is_neither():
    full = applied(HEAD + ROW.replace(",37,", ",,").replace("开放", "已满"), BOTH)
    assert reports(full)["A-1"]["spaces"] == [
        {"space_class": "general", "free": 0, "capacity": 120}
    ]
    shut = applied(HEAD + ROW.replace(",37,", ",,").replace("开放", "暂停"), BOTH)
    assert not shut.reports
    assert [one.is_open for one in shut.openings] == [False]


def test_a_row_without_an_id_and_a_count_that_is_none_are_told_and_the_rest_lands():
    publication = applied(HEAD + ROW + ROW.replace("A-1", "") + ROW.replace(",37,", ",many,")
                          .replace("A-1", "A-2") + ROW.replace(",37,", ",-8,")
                          .replace("A-1", "A-3"), BOTH)  # fmt: skip
    assert {"no-id", "bad-number", "negative-count"} <= set(codes(publication))
    assert reports(publication).keys() == {"A-1"}
    assert lots(publication).keys() == {"A-1", "A-2", "A-3"}


def test_what_would_spoil_a_good_lot_is_left_out_of_it():
    publication = applied(HEAD + ROW.replace(",210", ",zwei Meter"), BOTH)
    assert "max_height_m" not in lots(publication)["A-1"]
    assert "ignored-part" in codes(publication)


def test_occupied_and_its_share_become_what_the_door_takes():
    toml = """
[source]
shape = "json"
rows = "both"
list = "/data/*"
[fields]
lot_id = "@key"
capacity = "total"
occupied = "used"
occupancy.charging = "load"
capacity.charging = "chargers"
"""
    # One field cannot be a column and a table at once, in TOML neither.
    toml = toml.replace('capacity = "total"\n', 'capacity.general = "total"\n')
    data = {"data": {"p1": {"total": 80, "used": 90, "chargers": 10, "load": "45 %"}}}
    publication = applied(data, toml)
    assert reports(publication)["p1"]["spaces"] == [
        {"space_class": "general", "occupied": 90, "capacity": 80},
        {"space_class": "charging", "occupied": 4, "capacity": 10},
    ]
    assert {"occupied-above-capacity", "share-rounded", "no-time"} <= set(codes(publication))


def test_rows_of_one_class_each_become_one_report():
    toml = """
[source]
shape = "json"
rows = "counts"
list = "/rows"
[fields]
lot_id = "park"
space_class = "kind"
free = "left"
[[skip]]
column = "kind"
is = ["自行车*"]
why = "not-parking"
"""
    rows = [
        {"park": "7", "kind": "汽車", "left": 3},
        {"park": "7", "kind": "機車", "left": 9},
        {"park": "7", "kind": "自行车棚", "left": 40},
    ]
    publication = applied({"rows": rows}, toml)
    assert [row.fields["spaces"] for row in publication.reports] == [
        [{"space_class": "general", "free": 3}, {"space_class": "motorcycle", "free": 9}]
    ]
    assert "not-parking" in codes(publication)


def test_bays_of_a_block_become_one_lot_with_a_report_each():
    toml = """
[source]
shape = "json"
rows = "bays"
list = "/lots/bays"
[fields]
lot_id = "../code"
name = "../street"
space_code = "no"
status = "car"
lat = "y"
lon = "x"
"""
    bays = [
        {"no": "01", "car": "有车", "y": 36.66, "x": 117.02},
        {"no": "02", "car": "空闲", "y": 36.6602, "x": 117.0202},
        {"no": "03", "car": "?!", "y": 36.6604, "x": 117.0204},
    ]
    publication = applied({"lots": [{"code": "K7", "street": "泉城路", "bays": bays}]}, toml)
    lot = lots(publication)["K7"]
    assert (lot["name"], lot["capacity"]) == ("泉城路", {"general": 3})
    assert abs(lot["lat"] - 36.6602) < 1e-6
    assert [row.fields["status"] for row in publication.reports] == ["occupied", "free"]
    assert "unknown-word" in codes(publication)


def test_opening_hours_are_made_of_their_columns_and_a_tariff_of_its_price():
    toml = """
[source]
shape = "table"
rows = "lots"
[fields]
lot_id = "id"
price_per_hour = "元/小时"
day_cap = "封顶"
free_minutes = "免费"
[hours]
always = "24h"
weekdays_from = "mo"
weekdays_to = "fr"
"""
    publication = applied(
        "id,24h,mo,fr,元/小时,封顶,免费\na,ja,,,2.5,30,15\nb,nein,7:00,20:00 Uhr,0,,\n", toml
    )
    made = lots(publication)
    assert made["a"]["opening_hours"] == "24/7"
    assert made["b"]["opening_hours"] == "Mo-Fr 07:00-20:00"
    assert made["a"]["tariff"] == {
        "periods": [{"steps": [{"fen": 250, "per_min": 60}]}], "day_cap_fen": 3000, "free_min": 15,
    }  # fmt: skip
    assert made["b"]["tariff"] == {"free": True}
    for fields in made.values():
        assert not isinstance(read_draft({**fields, "name": "x"}, DraftRules()), list)


def test_a_position_outside_the_operators_box_is_refused_by_itself():
    toml = BOTH.replace('rows = "both"', 'rows = "both"\nbbox = [116.5, 36.0, 118.0, 37.5]')
    publication = applied(HEAD + ROW + ROW.replace("A-1", "A-2").replace("36.6651", "26.66"), toml)
    assert lots(publication).keys() == {"A-1"}
    (finding,) = [one for one in publication.findings if one.code == "bad-position"]
    assert (finding.pointer, finding.lot_id) == ("/3", "A-2")


def test_a_history_is_one_lot_with_all_its_counts_and_a_double_is_told():
    later = ROW.replace("09:00:00", "10:00:00").replace(",120,", ",130,")
    publication = applied(HEAD + ROW + later, BOTH)
    assert [row.fields["capacity"] for row in publication.lots] == [{"general": 130}]
    assert len(publication.reports) == 2


cells = st.one_of(st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.none(),
                  st.just(10**400), st.just("1" * 400),
                  st.lists(st.integers(), max_size=2))  # fmt: skip
records = st.lists(
    st.dictionaries(st.sampled_from(["id", "free", "total", "lat", "lon", "at", "state"]), cells),
    max_size=5,
)


@given(records)
def test_no_cell_whatever_breaks_a_reading(rows: list[dict]):
    toml = """
[source]
shape = "json"
rows = "both"
[fields]
lot_id = "id"
lat = "lat"
lon = "lon"
observed_at = "at"
state = "state"
capacity = "total"
free = "free"
"""
    publication = applied(rows, toml)
    assert all(space["free"] >= 0 for row in publication.reports for space in row.fields["spaces"])

"""What newcomers paste: odd tables are read, and what is no data is named, in either language."""

import io
import json
import re
import zipfile
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from ingest.check.checked import Checked
from ingest.check.telling import told
from ingest.formats.moments import moment_of
from parking.words import LANGS
from tests.ingest.check.test_check import checked

HEADER = "编号,名称,泊位数,余位,经度,纬度"
ROW = "A01,明湖里停车场,180,43,117.0298,36.6732"
OTHER = "A02,黑虎泉停车楼,96,0,117.0331,36.6641"
LATIN = re.compile(r"[a-z]{4,}")


def table(*lines: str, encoding: str = "utf-8") -> Checked:
    return checked("\n".join(lines).encode(encoding))


def codes(outcome: Checked) -> set[str]:
    return {problem.code for problem in outcome.problems}


def free(outcome: Checked) -> dict[str, object]:
    return {
        lot.lot_id: lot.values[-1]["spaces"][0].get("free") for lot in outcome.lots if lot.values
    }


def sheet(*rows: list[object], merged: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged.split():
        book.active.merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_sheet_with_titles_a_header_of_two_lines_and_a_sum_gives_its_lots_alone():
    outcome = checked(
        sheet(
            ["2026年11月停车场情况一览表"],
            ["序号", "停车场", "泊位", None, "位置", None, "备注"],
            [None, None, "总数", "空余", "经度", "纬度", None],
            [1, "明湖里停车场", 180, 43, 117.0298, 36.6732, None],
            [2, "黑虎泉停车楼", 96, 0, 117.0331, 36.6641, "维修"],
            ["合计", None, 276, 43, None, None, None],
            merged="A1:G1 A2:A3 B2:B3 C2:D2 E2:F2",
        )
    )
    assert free(outcome) == {"1": 43, "2": 0}
    assert [lot.description["lat"] for lot in outcome.lots] == [36.6732, 36.6641]
    assert "aggregate" in codes(outcome)


def test_a_first_row_of_words_is_a_row_and_no_second_header():
    outcome = table("编号,名称,状态,备注", "A,明湖里停车场,满,无", "B,黑虎泉停车楼,满,维修")
    assert [lot.lot_id for lot in outcome.lots] == ["A", "B"]


@pytest.mark.parametrize("sign", [",", "，", " ", ", "])
def test_longitude_before_latitude_in_one_cell_is_known_by_its_size(sign: str):
    outcome = table("车场ID,车场名,总位,空位,坐标", f'A01,明湖里停车场,180,43,"116.99{sign}36.65"')
    [lot] = outcome.lots
    assert (lot.lot_id, lot.description["lat"], lot.description["lon"]) == ("A01", 36.65, 116.99)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026年11月20日 9:05", "09:05"), ("2026年11月20日9时05分", "09:05"),
        ("2026年11月20日 下午3:05", "15:05"), ("2026年11月20日 上午12:05", "00:05"),
        ("2026/11/20 晚上 8:05:30", "20:05"), ("2026年11月20日 中午11:30", "11:30"),
        ("2026年11月20日 中午12:30", "12:30"), ("2026年11月20日 中午1:05", "13:05"),
        ("2026-11-20 9:05", "09:05"), ("2026-11-20 下午3:05", "15:05"),
        ("2026/11/20 9:05:30", "09:05"), ("2026年11月20日 09:05:30", "09:05"),
        ("2026年11月20日 凌晨12:05", "00:05"), ("2026年11月20日 下午15:05", "15:05"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_in_china_write_them(written: str, read: str):
    outcome = table(f"{HEADER},更新时间", f"{ROW},{written}")
    assert outcome.lots[0].values[0]["observed_at"][:16] == f"2026-11-20T{read}"


def test_a_midnight_of_nobody_knows_which_day_is_no_time():
    assert moment_of("2026年11月20日 晚上12:05", ZoneInfo("Asia/Shanghai")) is None


def test_full_in_a_column_of_free_spaces_is_none_and_measure_words_count():
    rows = [f"B{n},停车场{n},100,{n}个,117.03,36.66" for n in range(1, 6)]
    outcome = table(HEADER, *rows, "A02,黑虎泉停车楼,96,满,117.0331,36.6641")
    assert free(outcome) == {f"B{n}": n for n in range(1, 6)} | {"A02": 0}


def test_a_word_for_full_is_never_none_occupied():
    rows = [f"B{n},停车场{n},100,{n}" for n in range(1, 6)]
    outcome = table("编号,名称,泊位数,占用数", *rows, "A02,黑虎泉停车楼,96,满")
    assert "A02" not in free(outcome)
    assert outcome.rejected == 1


@pytest.mark.parametrize(
    ("header", "row", "code", "value"),
    [
        (HEADER, "A01,明湖里停车场,180,少量,117.0298,36.6732", "unfit-column", "少量"),
        (HEADER, "A01,明湖里停车场,180,43,117°1'47\",36°40'23\"", "unfit-column", "36°40'23\""),
        (HEADER, "A01,明湖里停车场,180,43,36.6732,117.0298", "swapped-columns", "117.0298"),
    ],
)
def test_a_column_that_holds_no_such_thing_is_told_and_not_dropped_in_silence(
    header: str, row: str, code: str, value: str
):
    found = [problem for problem in table(header, row).problems if problem.code == code]
    assert found
    assert value in {problem.places["value"] for problem in found}


def test_the_datum_is_asked_for_where_nobody_says_it_and_taken_from_a_makers_name():
    assert "datum-unsaid" in codes(table(HEADER, ROW))
    said = table(HEADER.replace("经度,纬度", "高德经度,高德纬度"), ROW)
    assert "datum-unsaid" not in codes(said)
    assert said.lots[0].description["lon"] == pytest.approx(117.0238, abs=0.0002)
    taipei = "T1,府前停車場,180,43,121.5119,25.0409"
    assert "datum-unsaid" not in codes(table("編號,名稱,總車位,剩餘車位,經度,緯度", taipei))


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


def test_a_zip_of_one_table_is_that_table():
    assert free(checked(zipped(lots=f"{HEADER}\n{ROW}\n"))) == {"A01": 43}


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "空的", "empty"),
        (b" \r\n", "空的", "empty"),
        (HEADER.encode(), "只有表头", "header alone"),
        (b"<html><title>502 Bad Gateway</title></html>", "网页 (502", "web page (502"),
        ("<div><p>系统维护中<br></div>".encode(), "网页", "web page"),
        (json.dumps({"code": 401, "msg": "签名错误", "data": None}).encode(), "401", "401"),
        (b'{"code": 0, "msg": "success", "data": []}', "应答正常", "all went well"),
        ('{"status": 200, "message": "操作成功"}'.encode(), "应答正常", "all went well"),
        (b'{"code": 0, "msg": "token expired"}', "错误应答", "an error"),
        (b"\xff\xd8\xff\xe0" + b"\x00\x01" * 99, "JPEG 图片", "JPEG picture"),
        (b"%PDF-1.7 \n\x00", "PDF", "PDF"),
        (f"{HEADER}\n{ROW}".replace(",", "，").encode(), "全角逗号", "full-width commas"),
        (b'{"lots": [{"id": 1}, {"i', "第 1 行", "line 1"),
        (b'<?xml version="1.0"?><a><b></a>', "XML", "XML"),
        (zipped(one="a", two="b"), "2 个文件", "2 files"),
    ],
)  # fmt: skip
def test_what_is_no_data_is_named_with_the_mend_in_both_languages(content: bytes, zh: str, en: str):
    outcome = checked(content)
    assert outcome.format is None
    chinese, english = (told(outcome, lang) for lang in LANGS)
    assert zh in chinese
    assert en in english
    assert "：" in chinese or "；" in chinese, "it says what to do"
    words = set(LATIN.findall(re.sub(r"\(.*?\)|（.*?）", "", chinese)))
    assert words <= {"sheet", "records"}, "no English in the Chinese"


def test_a_line_tells_what_was_counted_and_a_mend_is_not_said_twice():
    outcome = table("编号,名称,泊位数,占用率,经度,纬度", "A01,甲停车场,200,76%,0,0")
    assert "137" not in told(outcome, "en")
    assert told(outcome, "en").count("two equal numbers") == 1
    good = table("编号,名称,泊位数,占用率", "A01,甲停车场,200,76%")
    assert "152 of 200 occupied" in told(good, "en")
    assert "占用 152/200" in told(good, "zh")

"""What somebody sent is opened by its content: encodings, delimiters, headers under titles."""

import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.encodings import decode
from ingest.formats.opening import open_document
from ingest.registry.rows import UnreadableFileError

CHINESE = "编号,名称,空位\nA,泉城路停车场与大明湖停车场,12\n"
TRADITIONAL = "編號,名稱,空位\nA,府後地下停車場,12\n"
GERMAN = "Nr;Name;frei\n1;Parkhaus Mühlstraße;12\n2;Größe;3\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"), (CHINESE, "utf-8-sig"), (CHINESE, "gb18030"), (CHINESE, "utf-16"),
        (TRADITIONAL, "big5"), (TRADITIONAL, "utf-8"), (GERMAN, "cp1252"), (GERMAN, "latin-1"),
    ],
)  # fmt: skip
def test_text_is_read_in_the_encoding_it_is_in(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text
    (table,) = open_document(text.encode(encoding)).tables
    assert len(table.columns) == 3


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_alike(sign: str):
    lines = ['"POLYGON((1 2, 3 4, 5 6, 7 8))"', "a", "b"]
    text = "\n".join((sign.join(("geom", "id", "name")), sign.join(lines), sign.join(lines)))
    (table,) = open_document(text.encode()).tables
    assert table.columns == ("geom", "id", "name")
    assert table.rows[0][1]["id"] == "a"


def test_a_header_may_stand_below_a_title_and_names_may_come_twice():
    text = "停车场一览,,\n,,\nid,name,name\n1,a,b\n,,\n2,c,\n"
    (table,) = open_document(text.encode()).tables
    assert table.columns == ("id", "name", "name 2")
    assert table.rows == [
        (4, {"id": "1", "name": "a", "name 2": "b"}),
        (6, {"id": "2", "name": "c"}),
    ]


def test_sheets_keep_their_names_and_numbers():
    book = openpyxl.Workbook()
    book.active.title = "数据"
    book.active.append(["编号", "名称", "泊位数"])
    book.active.append([7, "泉城路停车场", 120])
    book.create_sheet("empty")
    written = io.BytesIO()
    book.save(written)
    (table,) = open_document(written.getvalue()).tables
    assert (table.name, table.rows[0][1]["泊位数"]) == ("数据", 120)


def test_lines_of_json_are_a_list():
    assert open_document(b'{"a": 1}\n{"a": 2}\n').json == [{"a": 1}, {"a": 2}]
    with pytest.raises(UnreadableFileError):
        open_document(b'{"a": 1}\n{"a": \n')


def test_a_page_is_text_and_no_table():
    page = "<!DOCTYPE html>\n<html><body>a, b, c\nd, e, f</body></html>"
    document = open_document(page.encode())
    assert (document.kind, document.tables) == ("text", [])


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_opened_or_refused_in_words(content: bytes):
    try:
        document = open_document(content)
    except UnreadableFileError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        assert document.kind in {"json", "xml", "table", "text", "binary"}


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
)


@given(json_values)
def test_json_comes_out_as_it_went_in(value: object):
    content = json.dumps({"value": value}, ensure_ascii=False).encode()
    assert open_document(content).json == {"value": value}

"""Bodies as they come: two encodings, forms, Base64, and JSON that is none."""

import base64
import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.interlink.encoding import text_of
from ingest.interlink.received import UnreadableError, open_body

PLATES = ["鲁A12345", "鲁AD12345", "京A12345", "联通", "粤B·99999", "苏E9K77Q", "泉城广场"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("plate", PLATES)
def test_chinese_is_read_in_either_encoding(plate: str, encoding: str) -> None:
    received = open_body(json.dumps({"plate": plate}, ensure_ascii=False).encode(encoding))
    assert received.document == {"plate": plate}
    assert received.encoding == encoding


def test_lu_in_gb18030_is_a_letter_of_utf8_and_yet_no_superscript() -> None:
    assert "鲁".encode("gb18030").decode("utf-8") == "³"
    assert text_of("鲁A12345".encode("gb18030")) == ("鲁A12345", "gb18030")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=9))
def test_any_chinese_in_utf8_stays_utf8(text: str) -> None:
    assert text_of(f"车牌{text}".encode()) == (f"车牌{text}", "utf-8")


def test_the_headers_word_is_believed() -> None:
    body = "é".encode()
    assert text_of(body, "application/json; charset=utf-8") == ("é", "utf-8")
    assert text_of("鲁".encode("gb18030"), "text/json; charset=GBK") == ("鲁", "gb18030")


def test_a_header_that_cannot_be_right_is_not_believed() -> None:
    assert text_of("好".encode(), "text/json; charset=GBK") == ("好", "utf-8")
    assert text_of("广".encode("gb18030"), "text/json; charset=utf-8") == ("广", "gb18030")


def test_plain_ascii_is_of_no_encoding() -> None:
    assert open_body(b'{"a": 1}').encoding is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_form_is_read_in_either_encoding(encoding: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in "鲁A1东门".encode(encoding))
    received = open_body(f"plate={quoted}&n=".encode())
    assert received.document == {"plate": "鲁A1东门", "n": ""}
    assert received.encoding == encoding


def test_a_multipart_form_leaves_its_photographs_out() -> None:
    body = (
        b'--XX\r\nContent-Disposition: form-data; name="plate"\r\n'
        b"Content-Type: text/plain; charset=UTF-8\r\n\r\n" + "鲁A12345".encode() + b"\r\n"
        b'--XX\r\nContent-Disposition: form-data; name="enter_image_file"; filename="a"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\x00\x01\r\n--XX--\r\n"
    )
    assert open_body(body, "multipart/form-data; boundary=XX").document == {"plate": "鲁A12345"}


def test_base64_of_json_is_opened() -> None:
    body = base64.b64encode(json.dumps({"data": {"order_id": "1", "in_time": 5}}).encode())
    assert open_body(body).document == {"data": {"order_id": "1", "in_time": 5}}


def test_money_keeps_its_decimals() -> None:
    assert open_body(b'{"Fee": 0.29}').document == {"Fee": Decimal("0.29")}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"recordNo": "1", "recordNo": "2"}', "recordNo"),
        (b'{"a": {"b": 1, "b": 1}}', "b"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": ', "JSON"),
        (b"[" * 50_000, "JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "数字"),
        (b"", "JSON"),
        (b"hello", "JSON"),
        (b"\xff\xff\xff", "UTF-8"),
        (b"{" + b",".join(b'"k%d":1' % n for n in range(501)) + b"}", "成员"),
        (b"&".join(b"k%d=1" % n for n in range(501)), "字段"),
    ],
)
def test_what_cannot_be_read_is_refused_in_both_languages(body: bytes, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        open_body(body)
    assert why in refused.value.words.zh
    assert refused.value.words.en


def anything() -> st.SearchStrategy[bytes]:
    return st.binary(max_size=80) | st.text(max_size=40).map(lambda text: text.encode("gb18030"))


@given(
    anything(),
    st.sampled_from(["", "multipart/form-data; boundary=X", "application/x-www-form-urlencoded"]),
    st.sampled_from(
        [b"", b"--X\r\n", b'{"a":', b"a=", b"[", b'--X\r\nContent-Disposition: f; name="']
    ),
)
def test_whatever_comes_is_read_or_refused(body: bytes, content_type: str, start: bytes) -> None:
    with suppress(UnreadableError):
        assert open_body(start + body, content_type).document is not None

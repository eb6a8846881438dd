"""XML made to hurt is refused early and cheaply; XML in any usual encoding is read."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats import safe_xml
from ingest.formats.safe_xml import UnsafeXmlError, parse_xml
from ingest.formats.xml_reading import Pointers, attribute, child, children, local, text, type_of
from tests.ingest.formats.hostile import cost_of

LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
QUADRATIC = b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 100_000 + b'">]><a>' + b"&x;" * 50_000 + b"</a>"
HOSTILE = {
    "an external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a parameter entity": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]><a/>',
    "an external DTD": b'<!DOCTYPE a SYSTEM "http://169.254.169.254/latest"><a/>',
    "a billion laughs": b'<!DOCTYPE a [<!ENTITY l0 "ha">' + LAUGHS + b"]><a>&l9;</a>",
    "quadratic entities": QUADRATIC,
    "a hundred thousand levels": b"<a>" * 100_000 + b"</a>" * 100_000,
    "levels with a namespace each": b"".join(b'<a xmlns="u%d">' % n for n in range(50_000)),
    "a million elements": b"<a>" + b"<b/>" * 1_000_000 + b"</a>",
    "too many attributes": b"<a>" + b'<b c="1" d="2" e="3"/>' * 150_000 + b"</a>",
    "an attribute of many megabytes": b'<a b="' + b"x" * 10_000_000 + b'"/>',
    "a comment of many megabytes": b"<a><!--" + b"<xxxxxxxx>" * 390_000 + b"--></a>",
    "a namespace of a megabyte": b'<a xmlns="' + b"u" * 1_000_000 + b'">' + b"<b/>" * 99_999,
    "a name each": b"<a>" + b"".join(b"<n%d/>" % n for n in range(190_000)) + b"</a>",
    "text beyond all measure": b"<a>" + (b"x" * 1_000_000 + b"<b/>") * 12 + b"</a>",
    "wide characters": ("<a>" + ("x" * 500_000 + "😀<b/>") * 25 + "</a>").encode(),
    "more bytes than are read": b"<a>" + b" " * (17 * 2**20) + b"</a>",
    "a codec that is none of text": b'<?xml version="1.0" encoding="zlib"?><a/>',
    "an escape as encoding": b'<?xml version="1.0" encoding="unicode_escape"?><a/>',
    "half a document": b"<a><b>1</b>",
    "half of a wide character": "<a>泊位</a>".encode("utf-16")[:-1],
    "nothing": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_with_a_reason(content: bytes):
    with pytest.raises(UnsafeXmlError, match=r"XML|encoding"):
        parse_xml(content)


@pytest.mark.parametrize("named", [
    "a billion laughs", "quadratic entities", "a hundred thousand levels", "a million elements",
    "too many attributes", "a comment of many megabytes", "a namespace of a megabyte",
    "wide characters",
])  # fmt: skip
def test_a_refusal_costs_under_a_second_and_64_mb(named: str):
    cost = cost_of(
        HOSTILE[named], "ingest.formats.safe_xml", "parse_xml(content)", "UnsafeXmlError"
    )
    assert cost.told
    assert cost.cpu_s < 1.0
    assert cost.peak_bytes < 64 * 2**20


def test_even_the_largest_document_that_is_read_stays_within_bounds():
    row = '<b c="1">泊位</b>\n'
    content = ("<a>" + row * (safe_xml.MAX_ATTRIBUTES - 1) + "</a>").encode("gb18030")
    content = b'<?xml version="1.0" encoding="GB18030"?>' + content
    tracemalloc.start()
    root = parse_xml(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(root) == safe_xml.MAX_ATTRIBUTES - 1
    assert peak < 64 * 2**20


@pytest.mark.parametrize(("declared", "encoding"), [
    ("", "utf-8"), ("", "utf-8-sig"), ("UTF-8", "utf-8"), ("utf-16", "utf-16"),
    ("UTF-16LE", "utf-16-le"), ("utf-16", "utf-16-be"), ("GB18030", "gb18030"), ("gbk", "gbk"),
    ("GB2312", "gb18030"), ("Big5", "big5"), ("Shift_JIS", "shift_jis"), ("utf-16", "utf-8"),
    ("", "gb18030"),
])  # fmt: skip
def test_the_name_is_read_in_every_usual_encoding(declared: str, encoding: str):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    root = parse_xml(f"{declaration}<lot><name>北站</name></lot>".encode(encoding))
    assert text(root, "name") == "北站"


def test_western_letters_are_read_in_the_encoding_that_is_declared():
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><lot>Österreichischer Platz</lot>'
    assert parse_xml(content.encode("latin-1")).text == "Österreichischer Platz"


def test_what_is_nested_as_deep_as_allowed_is_read_and_one_deeper_is_not():
    depth = safe_xml.MAX_DEPTH
    assert parse_xml(b"<a>" * depth + b"</a>" * depth).tag == "a"
    with pytest.raises(UnsafeXmlError, match="64 levels"):
        parse_xml(b"<a>" * (depth + 1) + b"</a>" * (depth + 1))


def test_elements_are_found_by_local_name_under_any_prefix():
    root = parse_xml(
        b'<p:a xmlns:p="u" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="p:T">'
        b'<p:b id=" 7 "><c> 12 </c></p:b><b/></p:a>'
    )
    assert (local(root.tag), type_of(root)) == ("a", "T")
    assert len(children(root, "b")) == 2
    assert text(root, "b", "c") == "12"
    assert attribute(child(root, "b"), "id") == "7"
    assert Pointers(root).of(children(root, "b")[1]) == "/a/b[2]"


tokens = st.sampled_from([
    b"<a>", b"</a>", b'<a b="1">', b"<a/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x", b"?>",
    b"<!DOCTYPE a [", b'<!ENTITY x "y">', b"]>", b"&x;", b"&#x41;", b"&amp;", b"\xff\xfe", b"\x00",
    b'<?xml version="1.0" encoding="', b'GB18030"?>', b'utf-16"?>', b'xmlns:p="', b'"', b"p:",
    "泊位".encode(), "泊位".encode("gb18030"),
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(tokens | st.binary(max_size=8), max_size=30).map(b"".join))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes):
    told = ""
    try:
        root = parse_xml(content)
    except UnsafeXmlError as error:
        root, told = None, str(error)
    assert (root is None) == bool(told)

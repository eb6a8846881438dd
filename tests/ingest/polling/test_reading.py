"""What a feed's bytes are read as: by a mapping, by a named format, or by what they look like."""

import pytest

from ingest.polling.reading import ReadAs, read_publication

CSV = "编号,名称,空位\nA1,泉城广场,12\nB2,大明湖,0\n".encode("gb18030")
MAPPING = """
[source]
shape = "table"
rows = "both"
[fields]
lot_id = "编号"
name = "名称"
free = "空位"
"""


def test_a_small_operators_table_is_read_by_its_mapping_and_no_code():
    reading = read_publication(CSV, ReadAs(mapping=MAPPING))
    assert reading.publication is not None, reading
    counts = {
        row.fields["lot_id"]: row.fields["spaces"][0]["free"] for row in reading.publication.reports
    }
    assert counts == {"A1": 12, "B2": 0}


@pytest.mark.parametrize(
    ("content", "read_as", "code"),
    [
        (CSV, ReadAs(mapping="nonsense ["), "feed-unreadable"),
        (b'{"a": 1}', ReadAs(mapping=MAPPING), "feed-unreadable"),
        (b'{"a": 1}', ReadAs(format="no_such_format"), "feed-unrecognised"),
        (b'{"a": 1}', ReadAs(), "feed-unrecognised"),
        (b"", ReadAs(), "feed-unrecognised"),
        (b"{", ReadAs(), "feed-unreadable"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, read_as: ReadAs, code: str):
    reading = read_publication(content, read_as)
    assert (reading.publication, reading.code) == (None, code)
    assert reading.failed.finding.to_dict()["message_zh"]

"""Lists of sensors: good rows land, each bad one is named with its place."""

import json

import pytest

from ingest.lorawan.device_list import read_devices, rows_of
from ingest.registry.rows import UnreadableFileError
from parking.device import Device

CSV = """\
device_id,lot_id,space_code,codec
01-02-03-04-05-06-07-08,jn-1,A-01,bosch_tps110
1D2F3A,jn-1,A-02,sigmais_sigpark
daming-lake-12,jn-1,A-03,
"""


def listed(content: str | bytes, *lots: str):
    content = content.encode() if isinstance(content, str) else content
    return read_devices(rows_of(content), lambda lot_id: lot_id in (lots or ("jn-1",)))


def test_a_list_says_which_bay_each_sensor_watches():
    assert listed(CSV).devices == [
        Device("0102030405060708", "jn-1", "A-01", "bosch_tps110"),
        Device("1D2F3A", "jn-1", "A-02", "sigmais_sigpark"),
        Device("daming-lake-12", "jn-1", "A-03", "decoded"),
    ]


def test_the_same_list_as_json_or_in_gb18030_is_the_same_list():
    rows = [dict(zip(("DevEUI", "lot_id", "space_code", "codec"), line.split(","), strict=True))
            for line in CSV.splitlines()[1:]]  # fmt: skip
    assert listed(json.dumps(rows)).devices == listed(CSV).devices
    assert listed(json.dumps({"devices": rows})).devices == listed(CSV).devices
    chinese = "device_id;lot_id;space_code\n1D2F3A;jn-1;甲区一号\n".encode("gb18030")
    assert listed(chinese).devices == [Device("1D2F3A", "jn-1", "甲区一号", "decoded")]


@pytest.mark.parametrize(
    ("row", "slug", "column"),
    [
        (",jn-1,A-01,", "missing-field", "device_id"),
        ("1D2F3B,jn-9,A-01,", "unknown-lot", "lot_id"),
        ("1D2F3B,jn-1,,", "missing-field", "space_code"),
        ("1D2F3B,jn-1,A-01,tps111", "bad-field", "codec"),
        ("1D2F3A,jn-1,A-09,", "bad-field", "device_id"),
        ("1D2F3B,jn-1,A\x00-01,", "missing-field", "space_code"),
    ],
)
def test_a_bad_row_is_named_and_the_others_land(row, slug, column):
    found = listed(CSV + row + "\n")
    assert len(found.devices) == 3
    (rejected,) = found.rejected
    assert (rejected.problem.slug, rejected.problem.pointer) == (slug, f"/lines/5/{column}")


@pytest.mark.parametrize("content", ["a,b\n1,2\n", '{"lots": []}', "[1"])
def test_a_file_that_is_no_list_is_refused_whole(content):
    with pytest.raises(UnreadableFileError):
        listed(content)

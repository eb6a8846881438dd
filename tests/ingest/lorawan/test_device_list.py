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


@pytest.mark.parametrize("value", [[1], {"a": 1}, 1.5, True, None, 10**80, "\ud800", "\x00"])
@pytest.mark.parametrize("name", ["device_id", "lot_id", "space_code", "codec"])
def test_a_value_that_is_no_text_harms_its_own_row_alone(name: str, value: object):
    row = {"device_id": "1D2F3A", "lot_id": "jn-1", "space_code": "A-02"}
    content = json.dumps([row, {**row, "device_id": "1D2F3B", name: value}])
    found = listed(content)
    assert found.devices[0] == Device("1D2F3A", "jn-1", "A-02", "decoded")
    assert len(found.devices) + len(found.rejected) == 2
    for rejected in found.rejected:
        json.dumps(rejected.to_dict(), ensure_ascii=False).encode()


@pytest.mark.parametrize("content", ["a,b\n1,2\n", '{"lots": []}', "[1", f"[{'1' * 5_000}]"])
def test_a_file_that_is_no_list_is_refused_whole(content):
    with pytest.raises(UnreadableFileError):
        listed(content)

"""A mapping file is read strictly: what its author meant is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.reading import read_mapping
from tests.ingest.mapping.documents import complaints, mapped

TABLE = '[source]\nshape = "table"\nrows = "lots"\n'
LOTS = TABLE + '[fields]\nlot_id = "编号"\n'


def test_a_key_that_is_misspelt_is_named_with_the_one_that_was_meant():
    (finding,) = complaints(LOTS + 'nmae = "名称"\n')
    told = finding.to_dict()
    assert told["pointer"] == "/fields/nmae"
    assert "name" in told["mend"]
    assert "name" in told["mend_zh"]
    assert "nmae" in told["message_zh"]


@pytest.mark.parametrize(
    ("toml", "pointer"),
    [
        (LOTS + "[unit]\n", "/unit"),
        (LOTS + '[units]\nheight = "yards"\n', "/units/height"),
        (LOTS + '[words.state]\nopne = ["auf"]\n', "/words/state/opne"),
        (LOTS + '[words.colour]\nred = ["x"]\n', "/words/colour"),
        (LOTS + '[constants]\nstructure = "undergruond"\n', "/constants/structure"),
        (LOTS + '[[skip]]\ncolumn = "a"\nis = ["b"]\nwhy = "because"\n', "/skip/0/why"),
        (LOTS + 'name = { colunm = "a" }\n', "/fields/name/colunm"),
        (LOTS + "name = 3\n", "/fields/name"),
        (LOTS + 'capacity = { genral = "a" }\n', "/fields/capacity/genral"),
        (TABLE + '[fields]\nname = "a"\n', "/fields/lot_id"),
        ('[source]\nshape = "tabel"\nrows = "lots"\n[fields]\nlot_id = "a"\n', "/source/shape"),
        (TABLE + 'crs = "EPSG:999999"\n[fields]\nlot_id = "a"\n', "/source/crs"),
        (TABLE + 'coordsys = "gcj2"\n[fields]\nlot_id = "a"\n', "/source/coordsys"),
        (TABLE + 'zone = "Asia/Jinan"\n[fields]\nlot_id = "a"\n', "/source/zone"),
        (TABLE + 'bbox = [3, 2, 1, 0]\n[fields]\nlot_id = "a"\n', "/source/bbox"),
        ('[source]\nshape = "table"\nrows = "counts"\n[fields]\nlot_id = "a"\n', "/fields/free"),
        ('[source]\nshape = "json"\nrows = "bays"\n[fields]\nlot_id = "a"\n', "/fields/status"),
    ],
)
def test_every_mistake_is_told_at_its_place(toml: str, pointer: str):
    assert pointer in [finding.pointer for finding in complaints(toml)]


def test_all_mistakes_are_told_at_once():
    found = complaints(LOTS + 'nmae = "a"\nadress = "b"\n[units]\nheight = "yards"\n')
    assert len(found) == 3


def test_a_column_may_stand_for_the_general_spaces_or_classes_be_named():
    short = mapped(LOTS + 'capacity = "泊位数"\n')
    long = mapped(LOTS + 'capacity.general = "泊位数"\n')
    assert short == long


def test_a_file_that_is_no_toml_is_told_to_be_none():
    (finding,) = complaints("lot_id: name")
    assert finding.code == "mapping-value"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes):
    assert isinstance(read_mapping(content), list)

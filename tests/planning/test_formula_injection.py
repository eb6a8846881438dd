"""No name that somebody registered runs as a formula on a planner's desk."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from api.tables.formula_guard import begins_like_formula, guarded
from api.tables.table import Column, Table
from tests.planning.table_examples import csv_cells, names, sheet_of

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "﹢", "﹣", "﹦", "﹫"]
BEFORE = ["", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", '"', "'", "' ", "\t", "\r", "\n"]
SEPARATORS = [",", ";", "\t", "|"]
ATTACKS = [f"{before}{sign}HYPERLINK(1)" for before in BEFORE for sign in SIGNS]
HARMLESS = [
    "370102-P-00123",
    "历下区（东）",
    "a=b",
    "P+R 换乘",
    "2026-10-01T00:00:00+08:00",
    "1-2",
    "",
]


def test_no_cell_of_a_csv_file_begins_a_formula():
    for attack, (cell,) in zip(ATTACKS, csv_cells(names(*ATTACKS))[1:], strict=True):
        assert cell[0] == "'", "the apostrophe is the first thing in the cell"
        assert cell.replace("'", "") == attack.replace("'", "")


@pytest.mark.parametrize("attack", ["\tx", "\rx", "\nx"])
def test_a_cell_that_begins_with_a_control_mark_is_disarmed_too(attack):
    assert csv_cells(names(attack))[1] == [f"'{attack}"]


def test_what_no_spreadsheet_would_run_is_left_as_it_is():
    assert csv_cells(names(*HARMLESS))[1:] == [[text] for text in HARMLESS]


def test_numbers_below_zero_stay_numbers():
    table = Table("t", [Column("gap", "缺口", "Gap", "berths")], [(-12.5,)])
    assert csv_cells(table)[1] == ["-12.5"]
    assert sheet_of(table)["A2"].value == -12.5


@pytest.mark.parametrize("delimiter", SEPARATORS)
@pytest.mark.parametrize("text", ["a;{}1", 'a";"{}1', "a|{}1", "a\t{}1", "a\n{}1", 'a";\n "{}1'])
def test_a_reader_with_another_separator_finds_no_formula_either(text, delimiter):
    rows = csv_cells(names(*(text.format(sign) for sign in SIGNS)), delimiter)
    for cell in itertools.chain.from_iterable(rows):
        assert not begins_like_formula(cell) or cell[0] == "'"


@given(st.text(alphabet=[*"=+-@＝ \t\r\n\"';|,a", "历", "\u200b"], max_size=12),
       st.sampled_from(SEPARATORS))  # fmt: skip
def test_no_text_at_all_makes_a_cell_that_a_spreadsheet_would_run(text, delimiter):
    for cell in itertools.chain.from_iterable(csv_cells(names(text), delimiter)):
        assert not begins_like_formula(cell) or cell[0] == "'"


@given(st.text(alphabet=[*"=+-@＝ \t\"';|,a"], max_size=12))
def test_a_program_gets_the_original_back_by_taking_off_what_stands_in_front(text):
    safe = guarded(text)
    if not any(mark in text for mark in ";|\t"):
        assert (safe[1:] if begins_like_formula(text) else safe) == text


def test_a_sheet_holds_text_as_text_never_as_formula_or_link():
    texts = [*ATTACKS, "http://example.org", "mailto:a@example.org"]
    cells = sheet_of(names(*texts))["A"][1:]
    for text, cell in zip(texts, cells, strict=True):
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert unescape(cell.value) == text
        assert cell.quotePrefix, "and it stays text after it was edited"


def test_titles_of_columns_are_disarmed_as_well():
    table = Table("t", [Column("=1+1", "=1+1", "=1+1")], [])
    assert csv_cells(table)[0] == ["'=1+1"]
    assert sheet_of(table)["A1"].data_type == "s"

"""docs/kpis.md is where planners look figures up: it must name all there are, as they are."""

import re
from pathlib import Path

from parking.planning.durations import FEWEST_SESSIONS
from parking.planning.kpi_names import KPI_CODES, KPI_NAMES, SERIES_CODES
from parking.planning.kpi_space import TARGET_PERCENT
from parking.planning.quality import TIMELY_S, WEIGHTS

PAGE = (Path(__file__).resolve().parents[2] / "docs/kpis.md").read_text()
PIPE = re.compile(r"(?<!\\)\|")


def rows():
    """Yield the cells of every line of a table that begins with a code name."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in PIPE.split(line)[1:-1]]
        if cells and re.fullmatch(r"`\w+`", cells[0]):
            yield cells


def test_every_figure_is_on_the_page_once_under_its_names_and_in_its_unit():
    told = [(code.strip("`"), zh, en, unit) for code, zh, en, _, unit, _ in rows()]
    known = [(code, name.zh, name.en, name.unit) for code, name in KPI_NAMES.items()]
    assert sorted(told) == sorted(known)
    assert {*KPI_NAMES} == {*KPI_CODES, *SERIES_CODES}


def test_every_figure_says_how_it_is_made():
    assert [cells[0] for cells in rows() if not cells[3]] == []


def test_the_numbers_on_the_page_are_those_in_force():
    assert TARGET_PERCENT == 85
    assert "0.85" in PAGE
    assert f"fewer than {FEWEST_SESSIONS} sessions" in PAGE
    for part, weight in WEIGHTS.items():
        assert f"**{part}** {weight / 100:.2f}" in PAGE.replace("\n", " ")
    assert sum(WEIGHTS.values()) == 100
    assert f"at\nmost {TIMELY_S} s" in PAGE

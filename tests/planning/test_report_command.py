"""`onelot report` prints a month from a running city, the same bytes each time."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from parking.planning.reports.figures import share_text
from tests.planning.planner_city import ask, open_past, put_areas
from tests.planning.planner_hospital import DRAFTS, HOSPITAL, morning_past
from tests.services.city import City

UNIT = Path(__file__).parents[2] / "docs/operations/systemd/onelot-report.service"


async def report(city: City, key: dict[str, str], out: Path, *options: str) -> Result:
    secret = key["authorization"].removeprefix("Bearer ")
    url = f"http://127.0.0.1:{city.port}"
    arguments = ["report", "--month", "2026-10", "--out", str(out), "--url", url, "--key", secret]
    return await asyncio.to_thread(CliRunner().invoke, main, [*arguments, *options])


def printed(path: Path) -> str:
    return "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path.read_bytes())
    )


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def test_a_citys_month_holds_the_figures_that_the_routes_tell(
    city: City, postgres_url: str, tmp_path: Path
):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    out = tmp_path / "city.html"
    done = await report(city, planner, out, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["file"], told["bytes"]) == (str(out), out.stat().st_size)
    page = out.read_text()
    answer = await ask(
        city, planner, "kpis", from_="2026-10-01T00:00:00+08:00", to="2026-11-01T00:00:00+08:00",
        thorough="true",
    )  # fmt: skip
    assert answer["to"].startswith("2026-10-13T10:3"), "what is to come is no part of it"
    for code in ("utilization", "peak_saturation", "coverage_lots"):
        assert share_text(answer["kpis"][code]) in page
    assert "2026-10-01 00:00 – 2026-10-13 10:" in page
    assert "停车规划月报" in page
    assert "停车场 op1-hospital" in page


@pytest.mark.parametrize(("suffix", "lang"), [("html", "en"), ("pdf", "zh")])
async def test_the_same_month_is_the_same_bytes_again(
    city: City, postgres_url: str, tmp_path: Path, suffix: str, lang: str
):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    first, second = tmp_path / f"1.{suffix}", tmp_path / f"2.{suffix}"
    for out in (first, second):
        done = await report(city, planner, out, "--lang", lang)
        assert done.exit_code == 0, done.output
    assert first.read_bytes() == second.read_bytes()


async def test_hot_areas_are_printed_the_one_asked_for_or_the_fullest_of_each_kind(
    city: City, postgres_url: str, tmp_path: Path
):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    out = tmp_path / "hot.pdf"
    done = await report(city, planner, out, "--kind", "hot-area", "--hot-area", HOSPITAL)
    assert done.exit_code == 0, done.output
    text = printed(out)
    assert "op1-hospital" in text
    assert "工作日 08:00, 100.0 %" in text
    assert "出现于 2026-10-08 08:00" in text
    assert "op1-near" in text, "where there is room beside it"
    assert "op1-station" not in text
    done = await report(city, planner, out, "--kind", "hot-area", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert all(kind in printed(out) for kind in ("Hospital", "Station", "Business district"))


async def test_what_systemd_runs_each_month_writes_the_last_months_reports_in_both_languages(
    city: City, postgres_url: str, tmp_path: Path
):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    await city.set_clock("manual", datetime(2026, 11, 2, 5, tzinfo=UTC))
    unit = UNIT.read_text(encoding="utf-8")
    for line in re.findall(r"^ExecStart=/opt/onelot/.venv/bin/onelot (.*)$", unit, re.MULTILINE):
        given = line.replace("/var/lib/onelot-report", str(tmp_path)).split()
        url = f"http://127.0.0.1:{city.port}"
        key = {"ONELOT_KEY": planner["authorization"].removeprefix("Bearer ")}
        done = await asyncio.to_thread(CliRunner().invoke, main, [*given, "--url", url], env=key)
        assert done.exit_code == 0, done.output
    assert names_in(tmp_path) == {
        "city-2026-10-zh.pdf", "city-2026-10-en.pdf", "city-2026-10-zh.html",
        "city-2026-10-en.html", "hot-areas-2026-10-zh.pdf", "hot-areas-2026-10-en.pdf",
    }  # fmt: skip
    assert "October 2026" in (tmp_path / "city-2026-10-en.html").read_text(encoding="utf-8")


async def test_an_areas_month_is_called_by_its_name(city: City, postgres_url: str, tmp_path: Path):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    await put_areas(city)
    out = tmp_path / "area.html"
    done = await report(city, planner, out, "--area", "370102", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "<h1>Area 370102 · Monthly parking report · October 2026</h1>" in out.read_text()


async def test_what_the_city_refuses_is_said_in_plain_words(
    city: City, postgres_url: str, tmp_path: Path
):
    planner = await open_past(city, morning_past(), postgres_url, *DRAFTS)
    out = tmp_path / "no.pdf"
    for key, options in (
        ({"authorization": "Bearer none"}, ()),
        (planner, ("--kind", "hot-area", "--hot-area", "hospital:none")),
        (planner, ("--area", "999999")),
    ):
        done = await report(city, key, out, *options)
        assert done.exit_code == 1
        assert "refused: 40" in done.output
        assert "Traceback" not in done.output
    assert not out.exists()


@pytest.mark.parametrize("options", [
    ("--month", "2026-13", "--out", "a.pdf"), ("--month", "2026-10", "--out", "a.docx"),
    ("--month", "2026-10", "--out", "a.pdf", "--hot-area", "x"), ("--out", "a.pdf"),
    ("--month", "2026-10", "--out", "none/a.pdf"), ("--month", "9999-12", "--out", "a.pdf"),
])  # fmt: skip
def test_bad_usage_is_told_before_anything_is_asked(options: tuple[str, ...]):
    done = CliRunner().invoke(
        main, ["report", "--key", "k", "--url", "http://127.0.0.1:1", *options]
    )
    assert done.exit_code == 2

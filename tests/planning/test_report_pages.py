"""A month on paper: the same in a browser and in print, in both languages, byte for byte again."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from api.reports.html_page import html_bytes
from api.reports.pdf_pages import pdf_bytes
from api.reports.svg import svg_of
from parking.planning.kpi_names import KPI_CODES, KPI_NAMES
from parking.planning.reports.drawing import Label
from parking.planning.reports.parts import Grid, Picture
from tests.planning.report_examples import ATTACK, DISTRICTS, city_month, hot_months

LANGS = ("zh", "en")
CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
HOT_NAMES = ("齐鲁医院 P1", "山东大学第二医院")


class Texts(HTMLParser):
    """What a browser would show of a page, and the tags it is made of."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags, self.shown = [("", {})], []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags[-1][0] != "style":
            self.shown.append(data)


def pdf_text(body: bytes) -> str:
    pages = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def flat(text: str) -> str:
    """Without spaces, ends of lines and the dots that readers tell differently."""
    return re.sub(r"[\s·・•\u00ad\ufffe]", "", text)


def reports(lang: str):
    return [city_month(lang), hot_months(lang, *HOT_NAMES)]


def parts_of(report, kind):
    return [part for chapter in report.chapters for section in chapter.sections
            for part in section.parts if isinstance(part, kind)]  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_print_and_screen_say_the_same(lang):
    for report in reports(lang):
        printed = flat(pdf_text(pdf_bytes(report)))
        shown = flat("".join(Texts(html_bytes(report)).shown))
        for grid in parts_of(report, Grid):
            for cell in [cell for row in grid.rows for cell in row]:
                assert flat(cell) in printed
                assert flat(cell) in shown
        for picture in parts_of(report, Picture):
            for shape in picture.drawing.shapes:
                if isinstance(shape, Label):
                    assert flat(shape.text) in printed
                    assert flat(shape.text) in shown


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_told_by_its_name(lang):
    text = flat("".join(Texts(html_bytes(city_month(lang))).shown))
    for code in KPI_CODES:
        assert flat(getattr(KPI_NAMES[code], lang)) in text


def test_an_english_report_has_chinese_only_where_a_place_has_no_english_name():
    for report in reports("en"):
        text = "".join(Texts(html_bytes(report)).shown)
        for name in ("历城区", "趵突泉", "省直机关车库", "某写字楼地下", *HOT_NAMES):
            text = text.replace(name, "")
        assert not CJK.findall(text)


def test_a_chinese_report_says_everything_in_chinese():
    for report in reports("zh"):
        text = "".join(Texts(html_bytes(report)).shown)
        known = ["Asia/Shanghai", "docs/kpis.md", ATTACK, "P1", "P15", "P85", "m"]
        for word in known:
            text = text.replace(word, "")
        assert re.findall(r"[A-Za-z]{2,}", text) == []


def test_a_name_that_is_a_script_is_text_and_the_page_asks_for_nothing_elsewhere():
    for report in reports("zh"):
        page = html_bytes(report)
        told = Texts(page)
        assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in told.tags}
        assert not [name for _, attrs in told.tags for name in attrs if name in {"src", "href"}]
        assert b"url(" not in page
    assert ATTACK in "".join(Texts(html_bytes(city_month("zh"))).shown)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_says_its_language_and_what_its_drawings_show(lang):
    told = Texts(html_bytes(city_month(lang)))
    attrs = dict(told.tags)
    assert attrs["html"]["lang"].startswith(lang)
    drawings = [attrs for tag, attrs in told.tags if tag == "svg"]
    assert all(one["role"] == "img" and "%" in one["aria-label"] for one in drawings)
    assert {attrs["scope"] for tag, attrs in told.tags if tag == "th"} == {"col", "row"}


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_printed_beyond_the_paper_or_below_its_margin(lang):
    for report in reports(lang):
        for page in pypdfium2.PdfDocument(pdf_bytes(report)):
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                assert 40 <= left <= right <= width - 34, text.get_text_bounded(
                    left, bottom, right, top
                )
                assert 20 <= bottom <= top <= height - 40


def test_each_hot_area_begins_on_a_page_of_its_own():
    pages = pypdfium2.PdfDocument(pdf_bytes(hot_months("zh", *HOT_NAMES)))
    heads = [page.get_textpage().get_text_range()[:40] for page in pages]
    assert [name for name in HOT_NAMES if any(head.startswith(name) for head in heads)] == list(
        HOT_NAMES
    )


def test_the_file_is_dated_by_its_data_alone():
    (created,) = (
        pypdfium2.PdfDocument(pdf_bytes(city_month("zh"))).get_metadata_dict()["CreationDate"],
    )
    assert created.startswith("D:20261031160000"), "the end of October in Jinan, told in UTC"


def test_another_process_in_another_zone_makes_the_very_same_bytes():
    code = (
        "import sys\nfrom hashlib import sha256\n"
        "from tests.planning.test_report_pages import html_bytes, pdf_bytes, reports\n"
        "made = [render(one) for lang in ('zh', 'en') for one in reports(lang)"
        " for render in (html_bytes, pdf_bytes)]\n"
        "sys.stdout.write(sha256(b''.join(made)).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    digests = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)},
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Anchorage"))
    ]  # fmt: skip
    assert len(digests[0]) == 64
    assert digests[0] == digests[1]


def test_a_name_with_a_rare_character_is_printed_and_warns_nobody(caplog):
    assert pdf_bytes(hot_months("zh", "𠮷野停车场")).startswith(b"%PDF")
    assert caplog.records == []


def test_a_drawing_is_one_picture_wherever_it_stands():
    (first, *_) = parts_of(city_month("zh"), Picture)
    assert svg_of(first.drawing) in html_bytes(city_month("zh")).decode()
    assert DISTRICTS[0][1] in html_bytes(city_month("zh")).decode()

"""Paper: A4 pages with a footer, one font that has Chinese, and colours. It knows no report."""

import logging
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace
from pylopdf_fonts_zh_cn import sans_path

from parking.clock import from_us
from parking.planning.reports.drawing import FAINT, cut_to
from parking.planning.reports.language import TAGS
from parking.words import Lang

_FONT: Final = "report"
_MARGIN: Final = 42.5
_SMALLEST: Final = 6.5


class Paper(FPDF):
    """Pages of a report whose data reach up to a moment; lengths are points."""

    def __init__(self, title: str, lang: Lang, until_us: int) -> None:
        super().__init__(unit="pt", format="A4")
        # It logs every glyph that a rare name lacks; such a name is printed with a box instead.
        logging.getLogger("fpdf").setLevel(logging.ERROR)
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self.lang_of_text: Final = lang
        self._title: Final = title
        self.set_creation_date(from_us(until_us))
        self.set_title(title)
        self.set_lang(TAGS[lang])
        self.set_margin(_MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(auto=True, margin=_MARGIN)
        self.add_font(_FONT, "", sans_path())
        self.set_font(_FONT, size=9)

    def footer(self) -> None:
        """Write title and page below each page."""
        self.set_y(-30)
        self.ink(7.5, FAINT)
        self.cell(0, 10, self._title, new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.cell(0, 10, f"{self.page_no()} / {{nb}}", align="RIGHT")

    def ink(self, size: float, color: str) -> None:
        """Choose how text is written."""
        self.set_font(_FONT, size=size)
        self.set_text_color(color)

    def pen(self, color: str, width: float) -> None:
        """Choose how lines are drawn."""
        self.set_draw_color(color)
        self.set_line_width(width)
        self.set_dash_pattern()

    def put(self, x: float, y: float, text: str, size: float, color: str, width: float) -> float:
        """Write a text on a baseline, smaller or cut to fit a width; returns where it ends."""
        self.ink(size, color)
        fitting = size * width / max(width, self.get_string_width(text))
        if fitting < size:
            self.ink(max(fitting, _SMALLEST), color)
        shown = text if fitting >= _SMALLEST else cut_to(text, width, _SMALLEST)
        self.text(x, y, shown)
        return float(x + self.get_string_width(shown))

    def plain(self, fill: str) -> FontFace:
        """Return the one weight there is, on a ground: titles of columns are not bold."""
        return FontFace(emphasis="", fill_color=fill)

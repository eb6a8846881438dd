"""Reports as PDF on A4, with its Chinese font inside: it prints alike on every machine.

The only date in it is that of the data, so that the same report is the same bytes.
"""

from fpdf.enums import WrapMode, XPos, YPos

from api.reports.pdf_drawing import draw
from api.reports.pdf_paper import Paper
from parking.planning.reports.drawing import FAINT, GRID, INK, PAPER, SERIES
from parking.planning.reports.parts import (
    Chapter,
    Grid,
    Lines,
    Paragraph,
    Part,
    Picture,
    Report,
    Section,
    Tile,
    Tiles,
)

_STRONG, _WHITE = SERIES[0], "#ffffff"
_TILES_A_ROW = 4
_TILE_HEIGHT, _BELOW, _GAP = 34.0, 12.0, 6.0
_TITLE_HEIGHT = 18.0
_CAPTION_HEIGHT = 16.0


def pdf_bytes(report: Report) -> bytes:
    """Render it; the same report always gives the same bytes."""
    paper = Paper(report.title, report.lang, report.until_us)
    for chapter in report.chapters:
        _chapter(paper, chapter)
    return bytes(paper.output())


def _chapter(paper: Paper, chapter: Chapter) -> None:
    paper.add_page()
    paper.start_section(chapter.title)
    _text(paper, chapter.title, 18, _STRONG, 24)
    _text(paper, "  |  ".join(chapter.about), 8.5, FAINT, 12)
    for section in chapter.sections:
        _section(paper, section)


def _section(paper: Paper, section: Section) -> None:
    paper.ln(6)
    if paper.will_page_break(_TITLE_HEIGHT + _beginning(section.parts[0])):
        paper.add_page()
    paper.start_section(section.title, level=1)
    _text(paper, section.title, 13, _STRONG, _TITLE_HEIGHT)
    for part in section.parts:
        _part(paper, part)


def _beginning(part: Part) -> float:
    """Return the room that a part's beginning needs, so that its title is not left alone."""
    match part:
        case Picture(drawing):
            return drawing.height + _CAPTION_HEIGHT
        case Tiles() | Grid():
            return 64.0
        case Lines() | Paragraph():
            return 24.0


def _part(paper: Paper, part: Part) -> None:
    match part:
        case Paragraph(text):
            _text(paper, text, 9.5, INK, 14)
        case Tiles(tiles):
            for first in range(0, len(tiles), _TILES_A_ROW):
                _tiles(paper, tiles[first : first + _TILES_A_ROW])
        case Grid():
            _grid(paper, part)
        case Picture():
            _picture(paper, part)
        case Lines(lines):
            for line in lines:
                _text(paper, f"• {line}", 8, INK, 11)


def _picture(paper: Paper, picture: Picture) -> None:
    height = picture.drawing.height
    if paper.will_page_break(height + _CAPTION_HEIGHT):
        paper.add_page()
    draw(paper, picture.drawing, paper.l_margin, paper.y)
    paper.set_y(paper.y + height)
    _text(paper, picture.caption, 8, FAINT, 11)


def _tiles(paper: Paper, tiles: tuple[Tile, ...]) -> None:
    """Draw some figures side by side; a row is never parted by a page's end."""
    height = _TILE_HEIGHT + (_BELOW if any(tile.below for tile in tiles) else 0.0)
    if paper.will_page_break(height + _GAP):
        paper.add_page()
    width, top = (paper.epw - _GAP * (_TILES_A_ROW - 1)) / _TILES_A_ROW, paper.y
    for place, tile in enumerate(tiles):
        x = paper.l_margin + place * (width + _GAP)
        paper.pen(GRID, 0.6)
        paper.rect(x, top, width, height, round_corners=True, corner_radius=4)
        paper.put(x + 7, top + 12, tile.name, 8, FAINT, width - 12)
        end = paper.put(x + 7, top + 29, tile.value, 15, INK, width - 12)
        paper.put(end + 4, top + 29, tile.unit, 7.5, FAINT, x + width - end - 6)
        paper.put(x + 7, top + 41, tile.below, 7.5, FAINT, width - 12)
    paper.set_y(top + height + _GAP)


def _grid(paper: Paper, grid: Grid) -> None:
    if grid.caption:
        _text(paper, grid.caption, 8, FAINT, 12)
    paper.ink(8, INK)
    paper.pen(GRID, 0.5)
    paper.set_fill_color(_WHITE)
    with paper.table(
        [[heading.title for heading in grid.headings], *map(list, grid.rows)],
        width=paper.epw,
        col_widths=[heading.share for heading in grid.headings],
        text_align=["RIGHT" if heading.is_number else "LEFT" for heading in grid.headings],
        headings_style=paper.plain(PAPER),
        borders_layout="HORIZONTAL_LINES",
        line_height=11,
        padding=2,
        wrapmode=WrapMode.WORD if paper.lang_of_text == "en" else WrapMode.CHAR,
    ):
        pass


def _text(paper: Paper, text: str, size: float, color: str, height: float) -> None:
    """Write a paragraph; Chinese breaks between any two characters, English between words."""
    paper.ink(size, color)
    paper.multi_cell(
        0,
        height,
        text,
        align="LEFT",
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
        wrapmode=WrapMode.WORD if paper.lang_of_text == "en" else WrapMode.CHAR,
    )

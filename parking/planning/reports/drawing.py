"""Drawings as a few plain shapes, so that a page on a screen and a printed one show the same.

Lengths are points, y grows downwards. Colours are told apart by people who see few of them.
"""

from typing import Final, Literal

from msgspec import Struct

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Dash = tuple[float, float] | None
"""Lengths drawn and left out in turn; None is a line without gaps."""

INK: Final = "#17202a"
FAINT: Final = "#56616d"
GRID: Final = "#d9dee4"
PAPER: Final = "#f4f6f8"
MARK: Final = "#b3201b"
SERIES: Final = ("#0b5cab", "#a95400", "#00755a", "#7a3e9d")
DASHES: Final[tuple[Dash, ...]] = (None, (6.0, 3.0), (2.0, 2.0))
"""Lines differ by these too: many copies are printed in grey."""

WIDTH: Final = 510.0
"""What a page leaves between its margins."""
TEXT_SIZE: Final = 8.0
_WIDE_FROM: Final = 0x2E80
_NARROW: Final = 0.56


class Line(Struct, frozen=True, tag=True):
    """A straight line."""

    begin: Point
    end: Point
    color: str = GRID
    width: float = 0.6
    dash: Dash = None


class Path(Struct, frozen=True, tag=True):
    """Lines from point to point, at least two."""

    points: tuple[Point, ...]
    color: str
    width: float = 1.4
    dash: Dash = None


class Patch(Struct, frozen=True, tag=True):
    """A filled outline, at least three points; `opacity` from 0, not seen, to 1."""

    points: tuple[Point, ...]
    fill: str
    opacity: float = 1.0


class Label(Struct, frozen=True, tag=True):
    """Text on a baseline; `anchor` says which end of it is at `at`."""

    at: Point
    text: str
    size: float = TEXT_SIZE
    color: str = INK
    anchor: Anchor = "start"


Shape = Line | Path | Patch | Label


class Drawing(Struct, frozen=True):
    """`told` says in words what it shows, to who does not see it."""

    height: float
    shapes: tuple[Shape, ...]
    told: str
    width: float = WIDTH


def box(x: float, y: float, width: float, height: float, fill: str) -> Patch:
    """Return a filled rectangle."""
    return Patch(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def hatched(x: float, y: float, width: float, height: float, gap: float = 5.0) -> list[Shape]:
    """Return slanting lines inside a rectangle: what lies there is not known."""
    shapes: list[Shape] = [box(x, y, width, height, PAPER)]
    start = -height
    while start < width:
        left, right = max(0.0, start), min(width, start + height)
        if right > left:
            begin = (x + left, y + height - (left - start))
            shapes.append(Line(begin, (x + right, y + height - (right - start)), GRID, 0.5))
        start += gap
    return shapes


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Return about how wide a text is: Chinese characters are squares, others about half."""
    return sum(size if ord(mark) >= _WIDE_FROM else size * _NARROW for mark in text)


def cut_to(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """Shorten a text to a width; an ellipsis says that it was."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept + "…"

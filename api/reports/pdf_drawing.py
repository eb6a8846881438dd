"""Drawings on a page of a PDF: the same shapes that a page on a screen shows."""

from typing import Final

from fpdf import FPDF

from parking.planning.reports.drawing import Dash, Drawing, Label, Line, Patch, Path, Point, Shape

_SHIFTS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


def draw(pdf: FPDF, drawing: Drawing, x: float, y: float) -> None:
    """Draw with the upper left corner at a place of the page, in points."""
    for shape in drawing.shapes:
        _draw(pdf, shape, x, y)
    pdf.set_dash_pattern()


def _draw(pdf: FPDF, shape: Shape, x: float, y: float) -> None:
    match shape:
        case Line(begin, end, color, width, dash):
            _stroke(pdf, (_moved(begin, x, y), _moved(end, x, y)), color, width, dash)
        case Path(points, color, width, dash):
            _stroke(pdf, tuple(_moved(point, x, y) for point in points), color, width, dash)
        case Patch(points, fill, opacity):
            with pdf.local_context(fill_opacity=opacity, fill_color=fill):
                pdf.polygon([_moved(point, x, y) for point in points], style="F")
        case Label(at, text, size, color, anchor):
            pdf.set_font_size(size)
            pdf.set_text_color(color)
            left = at[0] - _SHIFTS[anchor] * pdf.get_string_width(text)
            pdf.text(x + left, y + at[1], text)


def _stroke(pdf: FPDF, points: tuple[Point, ...], color: str, width: float, dash: Dash) -> None:
    pdf.set_draw_color(color)
    pdf.set_line_width(width)
    stroke, gap = dash or (0.0, 0.0)
    pdf.set_dash_pattern(dash=stroke, gap=gap)
    pdf.polyline(list(points), style="D")


def _moved(point: Point, x: float, y: float) -> Point:
    return point[0] + x, point[1] + y

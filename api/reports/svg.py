"""Drawings as SVG, to stand in a page. It knows shapes alone."""

from html import escape

from parking.planning.reports.drawing import Dash, Drawing, Label, Line, Patch, Path, Point, Shape


def svg_of(drawing: Drawing) -> str:
    """Return the element; what it shows is told to who does not see it."""
    shapes = "".join(map(_shape, drawing.shapes))
    size = f"{_at(drawing.width)} {_at(drawing.height)}"
    told = escape(drawing.told)
    return f'<svg viewBox="0 0 {size}" role="img" aria-label="{told}">{shapes}</svg>'


def _shape(shape: Shape) -> str:
    match shape:
        case Line(begin, end, color, width, dash):
            return _stroked((begin, end), color, width, dash)
        case Path(points, color, width, dash):
            return _stroked(points, color, width, dash)
        case Patch(points, fill, opacity):
            seen = "" if opacity == 1.0 else f' fill-opacity="{_at(opacity)}"'
            return f'<polygon points="{_points(points)}" fill="{fill}"{seen}/>'
        case Label():
            (x, y), anchor = shape.at, shape.anchor
            placed = f'x="{_at(x)}" y="{_at(y)}" font-size="{_at(shape.size)}" fill="{shape.color}"'
            anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
            return f"<text {placed}{anchored}>{escape(shape.text)}</text>"


def _stroked(
    points: tuple[Point, ...], color: str, width: float, dash: Dash
) -> str:  # fmt: skip
    dashed = f' stroke-dasharray="{" ".join(map(_at, dash))}"' if dash else ""
    stroke = f'fill="none" stroke="{color}" stroke-width="{_at(width)}"'
    return f'<polyline points="{_points(points)}" {stroke}{dashed}/>'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_at(x)},{_at(y)}" for x, y in points)


def _at(length: float) -> str:
    """Write a length to a hundredth of a point."""
    return f"{length:.2f}".rstrip("0").rstrip(".")

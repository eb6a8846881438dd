"""Reports as one HTML page that asks for nothing else: no script, no font, no picture from afar."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from api.reports.svg import svg_of
from parking.planning.reports.language import TAGS
from parking.planning.reports.parts import (
    Chapter,
    Grid,
    Heading,
    Lines,
    Paragraph,
    Part,
    Picture,
    Report,
    Section,
    Tile,
    Tiles,
)

_STYLE: Final = """
:root{color-scheme:light}
body{margin:0 auto;padding:24px;max-width:820px;background:#fff;color:#17202a;
font:15px/1.5 "Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
h1{font-size:24px;line-height:1.25;margin:0 0 8px;color:#0b5cab}
h2{font-size:17px;margin:28px 0 8px;padding-bottom:4px;border-bottom:1px solid #d9dee4}
.about{margin:0;padding:10px 14px;background:#f4f6f8;border-radius:8px;list-style:none}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:10px;margin:12px 0}
.tiles>div{border:1px solid #d9dee4;border-radius:8px;padding:8px 12px}
.tiles dt{font-size:13px;color:#56616d}
.tiles dd{margin:0;font-size:22px;font-variant-numeric:tabular-nums}
.tiles dd small,.tiles .below{font-size:12px;color:#56616d}
figure{margin:12px 0}
figcaption,caption{font-size:13px;color:#56616d;text-align:start;padding:4px 0}
svg{display:block;width:100%;min-width:460px;height:auto}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:5px 8px;border-bottom:1px solid #d9dee4;text-align:start;vertical-align:top}
thead th{background:#f4f6f8;font-weight:600}
tbody th{font-weight:400;min-width:7em}
.n{text-align:end;white-space:nowrap}
thead .n{white-space:normal}
@media print{body{max-width:none;padding:0;font-size:11px}
article{break-before:page}article:first-of-type{break-before:auto}
h2{break-after:avoid}figure,tr,.tiles{break-inside:avoid}@page{size:A4;margin:15mm}}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def html_bytes(report: Report) -> bytes:
    """Render it; the same report always gives the same bytes."""
    chapters = "".join(map(_chapter, report.chapters))
    return (
        f'<!doctype html>\n<html lang="{TAGS[report.lang]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{chapters}</main></body></html>\n"
    ).encode()


def _chapter(chapter: Chapter) -> str:
    about = "".join(f"<li>{escape(line)}</li>" for line in chapter.about)
    sections = "".join(map(_section, chapter.sections))
    title = escape(chapter.title)
    return f'<article><h1>{title}</h1><ul class="about">{about}</ul>{sections}</article>'


def _section(section: Section) -> str:
    parts = "".join(map(_part, section.parts))
    return f"<section><h2>{escape(section.title)}</h2>{parts}</section>"


def _part(part: Part) -> str:
    match part:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Tiles(tiles):
            return f'<dl class="tiles">{"".join(map(_tile, tiles))}</dl>'
        case Grid():
            return f'<div class="wide" tabindex="0"><table>{"".join(_grid(part))}</table></div>'
        case Picture(drawing, caption):
            told = f"<figcaption>{escape(caption)}</figcaption>"
            drawn = f'<div class="wide" tabindex="0">{svg_of(drawing)}</div>'
            return f"<figure>{drawn}{told}</figure>"
        case Lines(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _tile(tile: Tile) -> str:
    unit = f" <small>{escape(tile.unit)}</small>" if tile.unit else ""
    below = f'<dd class="below">{escape(tile.below)}</dd>' if tile.below else ""
    name, value = escape(tile.name), escape(tile.value)
    return f"<div><dt>{name}</dt><dd>{value}{unit}</dd>{below}</div>"


def _grid(grid: Grid) -> Iterator[str]:
    if grid.caption:
        yield f"<caption>{escape(grid.caption)}</caption>"
    titles = "".join(
        f'<th scope="col"{_end(heading)}>{escape(heading.title)}</th>' for heading in grid.headings
    )
    yield f"<thead><tr>{titles}</tr></thead><tbody>"
    for row in grid.rows:
        yield f"<tr>{''.join(_cells(grid.headings, row))}</tr>"
    yield "</tbody>"


def _cells(headings: Iterable[Heading], row: Iterable[str]) -> Iterator[str]:
    for place, (heading, text) in enumerate(zip(headings, row, strict=True)):
        tag = 'th scope="row"' if place == 0 else "td"
        yield f"<{tag}{_end(heading)}>{escape(text)}</{tag[:2]}>"


def _end(heading: Heading) -> str:
    return ' class="n"' if heading.is_number else ""

"""The frame of the plain HTML pages (status, problems, reference), Chinese and English together.

It knows markup and escaping; what stands on a page is the page's own business.
"""

from collections.abc import Iterable, Sequence
from html import escape

from starlette.responses import HTMLResponse

from parking.clock import CityClock, rfc3339

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Noto Sans SC","WenQuanYi Micro Hei",sans-serif;margin:0 auto;
max-width:72rem;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;margin-block:1rem}
th,td{border-bottom:1px solid #8886;padding:.3rem .6rem;text-align:start;vertical-align:top}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
.notice{border:2px solid #b45309;padding:.5rem 1rem}
"""


def page(title_zh: str, title_en: str, body: str, clock: str = "") -> HTMLResponse:
    """Frame a body that is HTML already, as is what the clock says; both titles are plain text."""
    title = f"{escape(title_zh)} · {escape(title_en)}"
    return HTMLResponse(
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<link rel="icon" href="/icon.svg" type="image/svg+xml">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title} · OneLot</title><style>{_STYLE}</style></head>"
        f'<body><main><h1>{escape(title_zh)} <span lang="en">{escape(title_en)}</span></h1>'
        f"{clock}{body}</main></body></html>"
    )


def clock_notice(clock: CityClock, zone: str) -> str:
    """Say that the city's time is not the real one, as HTML; nothing where it is."""
    reading = clock.reading
    if reading.mode == "real":
        return ""
    told = f"{reading.mode} x{reading.speed:g}: {rfc3339(clock.now_us(), zone)}"
    return f'<p class="notice">城市时钟非真实时间 City clock is not real: {escape(told)}</p>'


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table; every cell is plain text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def paragraph(zh: str, en: str) -> str:
    """Say one thing in both languages; plain text."""
    return f'<p>{escape(zh)}<br><span lang="en">{escape(en)}</span></p>'

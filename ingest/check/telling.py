"""Tells a person what a check found, in one language, shortest first."""

from typing import Final

from ingest.check.checked import Checked, CheckedLot
from ingest.formats.findings import FINDINGS, Finding
from parking.words import Lang, Words, said

LOTS_SHOWN: Final = 10
PLACES_SHOWN: Final = 3

_FORMAT: Final = Words("格式：{title}（{format}）", "Format: {title} ({format})")
_UNKNOWN: Final = Words("无法识别", "Not recognised")
_NEAREST: Final = Words("最接近 {nearest}：{lacks}", "nearest is {nearest}: {lacks}")
_COUNTS: Final = Words(
    "可收入 {lots} 个停车场、{values} 条数值；拒收 {rejected} 条",
    "{lots} lots and {values} values would get in; {rejected} refused",
)
_GUESSED: Final = Words(
    "猜出的映射（可存为文件，修正后用 --mapping 试）：",
    "The mapping that was guessed (save it, mend it, try it with --mapping):",
)
_MORE: Final = Words("…… 另有 {more} 个停车场", "… and {more} more lots")
_TIMES: Final = Words("{times} 处", "{times} times")
_AT: Final = Words("位置", "at")
_FREE: Final = Words("空位 {free}", "{free} free")
_OPEN: Final = {True: Words("开放", "open"), False: Words("关闭", "closed")}


def told(checked: Checked, lang: Lang) -> str:
    """Return the whole text, lines separated by newlines."""
    lines = []
    if checked.format is None:
        lines.append(said(_UNKNOWN, lang))
    else:
        title = checked.title or Words(checked.format, checked.format)
        lines.append(
            said(_FORMAT.filled({"title": said(title, lang), "format": checked.format}), lang)
        )
    if checked.lacks is not None:
        nearest, lacks = checked.nearest, said(checked.lacks, lang)
        line = _NEAREST.filled({"nearest": nearest, "lacks": lacks}) if nearest else checked.lacks
        lines.append("  " + said(line, lang))
    if checked.format is not None:
        counts = {"lots": checked.accepted_lots, "values": checked.accepted_values}
        lines.append(said(_COUNTS.filled(counts | {"rejected": checked.rejected}), lang))
    lines += [_lot_line(lot, lang) for lot in checked.lots[:LOTS_SHOWN]]
    if (more := len(checked.lots) - LOTS_SHOWN) > 0:
        lines.append("  " + said(_MORE.filled({"more": more}), lang))
    lines += _problem_lines(checked, lang)
    if checked.mapping is not None:
        lines += ["", said(_GUESSED, lang), "", checked.mapping.rstrip()]
    return "\n".join(lines)


def _lot_line(lot: CheckedLot, lang: Lang) -> str:
    parts = [lot.lot_id, str(lot.description.get("name", ""))]
    told = [_listed(value.get("spaces")) for value in lot.values if "spaces" in value]
    spaces = [space for space in (told[-1] if told else []) if "free" in space]
    if spaces:
        frees = ", ".join(f"{space['space_class']} {space['free']}" for space in spaces[:4])
        parts.append(said(_FREE.filled({"free": frees}), lang))
    if lot.is_open is not None:
        parts.append(said(_OPEN[lot.is_open], lang))
    return "  " + "  ".join(part for part in parts if part)


def _listed(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def _problem_lines(checked: Checked, lang: Lang) -> list[str]:
    """One paragraph per kind of problem: what, how often, where first, and the mend."""
    lines = []
    for code, times in checked.counted():
        same = [problem for problem in checked.problems if problem.code == code]
        sign = "✗" if FINDINGS[code].blocks else "!"
        member = "message_zh" if lang == "zh" else "message"
        mend = "mend_zh" if lang == "zh" else "mend"
        first = same[0].to_dict()
        often = "" if times == 1 else f" ({said(_TIMES.filled({'times': times}), lang)})"
        lines.append(f"{sign} {first[member]}{often}")
        lines.append(f"    {said(_AT, lang)} {', '.join(_places(same))}")
        lines.append(f"    → {first[mend]}")
    return lines


def _places(same: list[Finding]) -> list[str]:
    places = [f"{finding.pointer or '/'}" for finding in same[:PLACES_SHOWN]]
    return places + (["…"] if len(same) > PLACES_SHOWN else [])

"""Tells a person what a check found, in one language, shortest first."""

from collections.abc import Mapping
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
_FREE_OF: Final = Words("空位 {free}/{capacity}", "{free} of {capacity} free")
_OCCUPIED: Final = Words("占用 {occupied}", "{occupied} occupied")
_OCCUPIED_OF: Final = Words("占用 {occupied}/{capacity}", "{occupied} of {capacity} occupied")
_CAPACITY: Final = Words("泊位 {capacity}", "{capacity} spaces")
_KINDS: Final = {
    "entry": Words("入场", "an entry"),
    "exit": Words("出场", "an exit"),
    "totals": Words("车道累计数", "counters of a lane"),
    "space": Words("泊位状态", "a bay"),
    "heartbeat": Words("心跳", "a heartbeat"),
    "correction": Words("更正", "a correction"),
    "void": Words("作废", "a void"),
    "closure": Words("临时关闭", "a closure"),
}
_CLASSES: Final = {
    "charging": Words("充电", "charging"),
    "accessible": Words("无障碍", "accessible"),
    "shared": Words("共享", "shared"),
    "reserved": Words("预留", "reserved"),
    "monthly": Words("月租", "monthly"),
    "loading": Words("装卸", "loading"),
    "motorcycle": Words("摩托车", "motorcycles"),
}
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
    spaces = told[-1] if told else []
    parts += [_space(space, lang) for space in spaces[:4]]
    if not spaces:
        parts += [_last_value(lot, lang) or _capacity(lot, lang)]
    if lot.is_open is not None:
        parts.append(said(_OPEN[lot.is_open], lang))
    return "  " + "  ".join(part for part in parts if part)


def _space(space: dict[str, object], lang: Lang) -> str:
    """Tell a count with its class; what anybody may take needs no class."""
    name = str(space.get("space_class", "general"))
    has_capacity = space.get("capacity") is not None
    if space.get("free") is not None:
        words = _FREE_OF if has_capacity else _FREE
    elif space.get("occupied") is not None:
        words = _OCCUPIED_OF if has_capacity else _OCCUPIED
    else:
        return ""
    text = said(words.filled(space), lang)
    return f"{said(_CLASSES[name], lang)} {text}" if name in _CLASSES else text


def _last_value(lot: CheckedLot, lang: Lang) -> str:
    """Tell the newest report that has no spaces: an entry and the count after it, a bay."""
    if not lot.values:
        return ""
    value = lot.values[-1]
    kind = _KINDS.get(str(value.get("kind")))
    parts = [] if kind is None else [said(kind, lang)]
    if value.get("free_after") is not None:
        parts.append(said(_FREE.filled({"free": value["free_after"]}), lang))
    return "  ".join(parts)


def _capacity(lot: CheckedLot, lang: Lang) -> str:
    capacity = lot.description.get("capacity")
    if not isinstance(capacity, Mapping) or not capacity:
        return ""
    return said(_CAPACITY.filled({"capacity": sum(capacity.values())}), lang)


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
        if str(first[mend]) not in str(first[member]):  # A refusal's own words say it already.
            lines.append(f"    → {first[mend]}")
    return lines


def _places(same: list[Finding]) -> list[str]:
    places = [f"{finding.pointer or '/'}" for finding in same[:PLACES_SHOWN]]
    return places + (["…"] if len(same) > PLACES_SHOWN else [])

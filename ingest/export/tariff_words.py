"""Tariff words: a tariff as one line to read, for formats that have prices as text alone."""

from collections.abc import Mapping
from typing import Any

from parking.problems import Problem
from parking.tariff import Period, Step, Tariff, parse_tariff
from parking.words import Words

_DAYS = {
    "workday": Words("工作日", "workdays"),
    "weekend": Words("周末", "weekends"),
    "holiday": Words("节假日", "holidays"),
}
_FREE = Words("免费", "free of charge")


def read_tariff(document: Mapping[str, Any] | None) -> Tariff | None:
    """Return a lot's tariff; None where there is none that can be read."""
    if document is None:
        return None
    tariff = parse_tariff(document)
    return None if isinstance(tariff, Problem) else tariff


def tariff_words(tariff: Tariff) -> Words:
    """Tell the tariff in full but for factors of other vehicles, which follow by name."""
    if tariff.free:
        return _FREE
    told = []
    if tariff.free_min:
        minutes = tariff.free_min
        told.append(Words(f"停放不超过{minutes}分钟免费", f"stays up to {minutes} min are free"))
    if tariff.visit_fen:
        yuan = _yuan(tariff.visit_fen)
        told.append(Words(f"每次{yuan}元", f"{yuan} CNY per visit"))
    told += [_period(period) for period in tariff.periods]
    if tariff.day_cap_fen is not None:
        yuan = _yuan(tariff.day_cap_fen)
        told.append(Words(f"24小时最高{yuan}元", f"at most {yuan} CNY in 24 h"))
    told += [Words(f"{k} ×{by:g}", f"{k} ×{by:g}") for k, by in tariff.vehicle_factor.items()]
    return Words("；".join(words.zh for words in told), "; ".join(words.en for words in told))


def _period(period: Period) -> Words:
    days = [_DAYS[day] for day in period.days if day != "all"]
    is_all_day = (period.begins, period.ends) == ("00:00", "24:00")
    hours = "" if is_all_day else f"{period.begins}-{period.ends}"
    steps = [_step(step) for step in period.steps]
    zh = ["、".join(day.zh for day in days), hours, "，".join(step.zh for step in steps)]
    en = [", ".join(day.en for day in days), hours, ", ".join(step.en for step in steps)]
    if period.cap_fen is not None:
        yuan = _yuan(period.cap_fen)
        zh.append(f"最高{yuan}元")
        en.append(f"at most {yuan} CNY")
    return Words(" ".join(filter(None, zh)), " ".join(filter(None, en)))


def _step(step: Step) -> Words:
    yuan = _yuan(step.fen)
    zh, en = f"{yuan}元", f"{yuan} CNY"
    if step.per_min is not None:
        zh, en = f"每{step.per_min}分钟{zh}", f"{en} per {step.per_min} min"
    if step.up_to_min is not None:
        zh, en = f"第{step.up_to_min}分钟前{zh}", f"{en} up to minute {step.up_to_min}"
    return Words(zh, en)


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")

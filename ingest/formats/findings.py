"""Findings: what is to be told of a payload, a closed catalogue of sentences with their mends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ingest.formats.finding_type import FindingType
from ingest.formats.finding_types.of_documents import OF_DOCUMENTS
from ingest.formats.finding_types.of_feeds import OF_FEEDS
from ingest.formats.finding_types.of_lots import OF_LOTS
from ingest.formats.finding_types.of_sources import OF_SOURCES
from ingest.formats.finding_types.of_tables import OF_TABLES
from ingest.formats.finding_types.of_values import OF_VALUES
from parking.problems import CATALOGUE, Problem
from parking.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell, of which of the feed's lots, and what fills the sentence.

    `pointer` is RFC 6901 in JSON, a path of elements in XML (`/a/b[2]/c`), and in a table `/3/free`
    for the column `free` of line 3.
    """

    code: str
    pointer: str
    lot_id: str | None
    places: Mapping[str, object]

    @property
    def kind(self) -> FindingType:
        return FINDINGS[self.code]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON members; values are cut to 80 characters each."""
        places = {name: str(value)[:80] for name, value in self.places.items()}
        told, mend = self.kind.told.filled(places), self.kind.mend.filled(places)
        members: dict[str, object] = {
            "code": self.code,
            "pointer": self.pointer,
            "lot_id": self.lot_id,
            "blocks": self.kind.blocks,
            "message_zh": told.zh,
            "message": told.en,
            "mend_zh": mend.zh,
            "mend": mend.en,
        }
        return {name: value for name, value in members.items() if value is not None}


def finding_of(problem: Problem, pointer: str, lot_id: str | None) -> Finding:
    """Tell a problem of the registry or of the live door, at its own pointer where it has one."""
    kind = problem.kind
    places = {"title": kind.title, "title_zh": kind.title_zh, "detail": problem.detail}
    where = problem.pointer if problem.pointer is not None else pointer
    return Finding(REFUSED + problem.slug, where, lot_id, places)


REFUSED: Final = "refused-"
"""Before the slug of a problem of the registry or of the live door that a check comes upon."""
_MENDS_ZH: Final[dict[str, str]] = {
    "missing-field": "请补上该字段",
    "bad-field": "请按说明中的词表或格式填写",
    "naive-time": "请附上时区偏移，如 +08:00",
    "bad-time": "请写成 RFC 3339，如 2026-11-21T09:00:00+08:00",
    "future-timestamp": "请校准设备时钟",
    "too-old": "请改用历史补录接口 POST /v1/history",
    "count-out-of-range": "请发送合理的整数；没有数据时不要发送该字段",
    "bad-coordinate": "请检查经纬度的顺序、坐标系以及占位值",
}
_REFUSALS: Final = {
    REFUSED + slug: FindingType(
        Words("{title_zh}", "{title}: {detail}"),
        Words(_MENDS_ZH.get(slug, "请按登记与上报的说明修正"), "{detail}"),
    )
    for slug in CATALOGUE
}
FINDINGS: Final[dict[str, FindingType]] = {
    **_REFUSALS,
    **OF_DOCUMENTS,
    **OF_LOTS,
    **OF_VALUES,
    **OF_TABLES,
    **OF_FEEDS,
    **OF_SOURCES,
}
"""Every finding by code."""

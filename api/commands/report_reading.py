"""Reads from a city's planner routes what a report is made of. It knows no page."""

from datetime import datetime
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from api.commands.options import FIRST_PATIENCE_S
from parking.clock import rfc3339, to_us
from parking.planning.hot_areas import HOT_KINDS, HotKind
from parking.planning.reports.city_grids import MOST_HOT
from parking.planning.reports.month import Month
from parking.planning.reports.told import (
    CityTold,
    HotAreasTold,
    HotAreaTold,
    KpisTold,
    LedgerTold,
    PlacesTold,
    SeriesTold,
)
from parking.sharing.terms import DAY_CLASSES, DayClass
from parking.words import Lang
from simulator.city_client import CityClient

Answer = TypeVar("Answer")


class ReportReader:
    """A planner's questions to one city. `area` is a code; None asks for the whole city.

    Without a `month` it is the last one that is over on the city's clock.
    """

    def __init__(self, city: CityClient, month: Month | None, area: str | None) -> None:
        self._city = city
        ledger = city.call("GET", "/v1/planner/coverage?level=city", patience_s=FIRST_PATIENCE_S)
        self._zone: Final[str] = ledger["timezone"]
        self.month: Final = month or self._last()
        self._where: Final = {} if area is None else {"area": area}
        self._level: Final = "district" if area is None else "subdistrict"

    def city(self) -> CityTold:
        """Read a month of the city or area, and the figures of the one before."""
        figures = self._kpis(self.month)
        return CityTold(
            kpis=figures,
            before=self._kpis(self.month.before),
            days=self._series("1d"),
            hours={day_class: self._series("1h", day_class) for day_class in DAY_CLASSES},
            utilization=self._places("utilization"),
            full_time_share=self._places("full_time_share"),
            hot_areas=tuple(self._hot_areas(kind, MOST_HOT) for kind in HOT_KINDS),
            ledger=self._get(
                "coverage", LedgerTold, {**self._where, "level": self._level, "at": figures.to}
            ),
        )

    def hot_area(self, hot_area_id: str) -> HotAreaTold:
        """Read the page of one."""
        path = f"hot-areas/{quote(hot_area_id, safe='')}"
        return self._get(path, HotAreaTold, self._span(self.month))

    def fullest(self) -> list[str]:
        """Return of each kind the one with the most full space-hours."""
        found = (self._hot_areas(kind, 1) for kind in HOT_KINDS)
        return [row.id for kind in found for row in kind.rows]

    def place(self, lang: Lang) -> str | None:
        """Return the area's name; None for the whole city."""
        if not self._where:
            return None
        for area in self._city.call("GET", "/v1/areas")["areas"]:
            if area["area_code"] == self._where["area"]:
                name: str = (area.get("name_en") if lang == "en" else None) or area["name"]
                return name
        return self._where["area"]

    def _last(self) -> Month:
        now_us = to_us(datetime.fromisoformat(self._city.clock().now))
        return Month.of(now_us, self._zone).before

    def _kpis(self, month: Month) -> KpisTold:
        asked = {**self._where, **self._span(month), "thorough": "true"}
        return self._get("kpis", KpisTold, asked)

    def _series(self, step: str, day_class: DayClass | None = None) -> SeriesTold:
        asked = {**self._where, **self._span(self.month), "step": step}
        if day_class is not None:
            asked["day_class"] = day_class
        return self._get("series", SeriesTold, asked)

    def _places(self, metric: str) -> PlacesTold:
        asked = {"metric": metric, "by": "area", "level": self._level}
        return self._get("heatmap", PlacesTold, {**self._where, **self._span(self.month), **asked})

    def _hot_areas(self, kind: HotKind, limit: int) -> HotAreasTold:
        asked = {"kind": kind, "limit": str(limit)}
        return self._get(
            "hot-areas", HotAreasTold, {**self._where, **self._span(self.month), **asked}
        )

    def _span(self, month: Month) -> dict[str, str]:
        begin_us, end_us = month.span_us(self._zone)
        return {"from": rfc3339(begin_us, self._zone), "to": rfc3339(end_us, self._zone)}

    def _get(self, path: str, answer: type[Answer], asked: dict[str, Any]) -> Answer:
        said = self._city.call("GET", f"/v1/planner/{path}?{urlencode(asked)}")
        return msgspec.convert(said, answer)

"""Which areas a position lies in, by level. Knows outlines and codes, not what areas are called."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from geo.position import Position


class AreaIndex:
    """Outlines in a tree; borders belong to both neighbours, the smaller area code is taken."""

    def __init__(self, areas: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
        """Take (area code, level, outline as GeoJSON in WGS-84)."""
        listed = sorted(areas, key=lambda area: area[0])
        self._codes = [code for code, _, _ in listed]
        self._levels = [level for _, level, _ in listed]
        self._outlines = [shape(outline) for _, _, outline in listed]
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)

    def __len__(self) -> int:
        return len(self._codes)

    def at(self, position: Position) -> dict[str, str]:
        """Give the area code of each level that contains the position."""
        point = shapely.Point(position.lon, position.lat)
        found: dict[str, str] = {}
        for number in np.sort(self._tree.query(point, predicate="intersects")).tolist():
            found.setdefault(self._levels[number], self._codes[number])
        return found

"""Publications as formats make them, of lots in Jinan."""

from collections.abc import Mapping

from ingest.formats.publication import Opening, Publication

NAMES = ("泉城广场", "大明湖北门", "恒隆广场", "西站东广场", "洪家楼", "奥体中心")


def publication(
    free: Mapping[str, int | None],
    *,
    at: str | None = None,
    lot_at: Mapping[str, str] | None = None,
    is_open: Mapping[str, bool] | None = None,
    format_name: str = "native",
    described: bool = True,
) -> Publication:
    """Make one of `free` by lot (None: described without a count)."""
    made = Publication(format_name, published_at=at)
    for place, (lot_id, count) in enumerate(free.items()):
        if described:
            name = NAMES[place % len(NAMES)]
            lot = {"lot_id": lot_id, "name": name, "capacity": 300, "lat": 36.66, "lon": 117.02}
            made.lot(f"/lots/{place}", lot)
        if count is not None:
            report = {
                "kind": "snapshot",
                "lot_id": lot_id,
                "observed_at": (lot_at or {}).get(lot_id),
                "spaces": [{"space_class": "general", "free": count}],
            }
            made.report(f"/lots/{place}/free", report)
    for lot_id, said in (is_open or {}).items():
        made.openings.append(Opening("/open", lot_id, said))
    return made

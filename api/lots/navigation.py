"""Links that lead a driver to a lot, each in the datum of the map it opens. No live state."""

from urllib.parse import quote

from geo.datum import from_wgs84
from geo.position import Position
from parking.lot import Lot


def navigation_links(lot: Lot) -> dict[str, str]:
    """Links into AMap (GCJ-02), Baidu (BD-09) and any app that knows `geo:` (WGS-84)."""
    if lot.lat is None or lot.lon is None:
        return {}
    position = Position(lot.lat, lot.lon)
    name = quote(lot.name, safe="")
    gcj_lat, gcj_lon = from_wgs84(position, "gcj02")
    bd_lat, bd_lon = from_wgs84(position, "bd09")
    return {
        "amap": (
            f"https://uri.amap.com/navigation?to={gcj_lon:.6f},{gcj_lat:.6f},{name}"
            "&mode=car&coordinate=gaode"
        ),
        "baidu": (
            f"https://api.map.baidu.com/direction?destination=latlng:{bd_lat:.6f},{bd_lon:.6f}"
            f"%7Cname:{name}&mode=driving&coord_type=bd09ll&output=html&src=onelot"
        ),
        "geo": f"geo:{lot.lat:.6f},{lot.lon:.6f}",
    }

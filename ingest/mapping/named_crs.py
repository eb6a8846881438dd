"""The CRS that a payload names itself: GeoJSON's old `crs`, ESRI's `spatialReference`."""

from ingest.formats.document import Document


def crs_named_in(document: Document) -> str:
    """Return its name, empty where the payload names none."""
    match document.json:
        case {"crs": {"properties": {"name": str(name)}}}:
            return name
        case {"crs": {"type": "EPSG", "properties": {"code": number}}}:
            return f"EPSG:{number}"
        case {"crs": str(name)}:
            return name
        case {"spatialReference": {**reference}}:
            code = reference.get("latestWkid") or reference.get("wkid")
            return f"EPSG:{code}" if code else ""
        case _:
            return ""

"""What a city adds to the description of a lot: its zone, its datum, the box that it lies in."""

from api.settings import Settings
from geo.box import BoundingBox
from geo.datum import Datum
from parking.draft_reading import DraftRules


def draft_rules(
    settings: Settings, *, coordsys: Datum = "wgs84", is_strict: bool = True
) -> DraftRules:
    """Say what this city adds to a lot's description; a box that was set binds its lots."""
    return DraftRules(
        coordsys=coordsys,
        is_strict=is_strict,
        partitions=settings.partitions,
        timezone=settings.timezone,
        city=BoundingBox.parse(settings.city_bbox),
        is_city_bound="city_bbox" in settings.model_fields_set,
    )

"""The parameters of nearby as the OpenAPI tells them; `nearby_query` reads and checks them."""

from typing import Any

from pydantic import BaseModel, Field

from api.lots.nearby_query import (
    ARRIVE_IN_S_MAX,
    FREE_MAX,
    HEIGHT_M_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    RADIUS_M_DEFAULT,
    RADIUS_M_MAX,
    STAY_MIN_MAX,
    Sort,
)
from geo.datum import Datum
from parking.vocabulary import LotClass, SpaceClass


class NearbyShape(BaseModel):
    """What may be asked; a parameter that is not known is passed over."""

    lat: float = Field(ge=-90, le=90, description="Latitude in the given coordsys")
    lon: float = Field(ge=-180, le=180, description="Longitude in the given coordsys")
    radius_m: float = Field(RADIUS_M_DEFAULT, ge=1, le=RADIUS_M_MAX)
    limit: int = Field(LIMIT_DEFAULT, ge=1, le=LIMIT_MAX, description="Most lots in the answer")
    coordsys: Datum = Field("wgs84", description="Datum of positions, in and out")
    space_class: SpaceClass = Field("general", description="Only lots that have such spaces")
    min_free: int = Field(0, ge=0, le=FREE_MAX, description="At least so many free")
    max_height_m: float | None = Field(
        None, ge=0, le=HEIGHT_M_MAX, description="The vehicle's height"
    )
    lot_class: list[LotClass] | None = Field(None, description="Repeat, or separate by commas")
    arrive_in_s: int = Field(
        0, ge=0, le=ARRIVE_IN_S_MAX, description="Leave out what is closed on arrival"
    )
    stay_min: int | None = Field(None, ge=0, le=STAY_MIN_MAX, description="Price a stay this long")
    sort: Sort = Field(
        "distance",
        description="`arrival`: first the lots that should still have a space on arrival",
    )
    include_unknown: bool = Field(default=False, description="Also lots whose count is not known")


def nearby_parameters() -> list[dict[str, Any]]:
    """Describe the parameters for a route that reads its query string itself."""
    schema = NearbyShape.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema["required"],
            "description": about.pop("description", ""),
            "schema": about,
        }
        for name, about in schema["properties"].items()
    ]

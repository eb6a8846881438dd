"""A hospital in Jinan and the lots around it, some near, one that never reports, one far off."""

from geo.cell import cell_of, cell_text, parent_of
from geo.position import Position
from tests.services.city import draft

LAT, LON = 36.65, 117.12
METRE = 1 / 111_195
"""Degrees of latitude."""
HOSPITAL = "hospital:" + cell_text(parent_of(cell_of(Position(LAT, LON)), 8))
DRAFTS = [
    draft("op1-hospital", LAT, LON, land_use="hospital"),
    draft("op1-near", LAT + 200 * METRE, LON, land_use="office"),
    draft("op1-far", LAT + 450 * METRE, LON, land_use="mall"),
    draft("op1-away", LAT + 600 * METRE, LON, land_use="office"),
    draft("op1-silent", LAT - 100 * METRE, LON),
    draft("op1-station", 36.7, 117.2, land_use="transport_hub"),
]

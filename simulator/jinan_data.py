"""Jinan as data: outlines, water and landmarks from the files beside, drawn as a sketch (示意)."""

import math
from importlib.resources import files
from typing import Any

import msgspec

from geo.ground import Ground
from simulator.city import City, make_city

LATITUDE_DEG = 36.67


def _read(name: str) -> bytes:
    return files("simulator").joinpath("jinan", name).read_bytes()


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = msgspec.json.decode(_read(name))
    return loaded


def district_file() -> bytes:
    """Return the districts as a GeoJSON file that the registry imports."""
    return _read("districts.geojson")


def jinan(seed: int, size: int) -> City:
    """Return the simulated Jinan of a seed with `size` lots."""
    ground = Ground(
        _load("districts.geojson")["features"],
        _load("water.geojson")["features"],
        east_scale=math.cos(math.radians(LATITUDE_DEG)),
    )
    return make_city(seed, size, ground, _load("gazetteer.json")["landmarks"])

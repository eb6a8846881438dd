"""The simulated city: lots on dry ground in their own district, the same for the same seed."""

import math
from importlib.resources import files

import msgspec
import pytest

from geo.ground import Ground
from parking.vocabulary import LAND_USES, LOT_CLASSES, SPACE_CLASSES, STRUCTURES
from simulator.jinan_data import jinan


@pytest.fixture(scope="module")
def ground() -> Ground:
    def features(name: str) -> list[dict]:
        data = files("simulator").joinpath("jinan", name).read_bytes()
        return msgspec.json.decode(data)["features"]

    return Ground(
        features("districts.geojson"),
        features("water.geojson"),
        east_scale=math.cos(math.radians(36.67)),
    )


def test_every_lot_stands_dry_in_the_district_its_id_names(ground: Ground) -> None:
    for lot in jinan(1, 600).lots:
        assert ground.district_at(lot.lat, lot.lon) == lot.area_code == lot.lot_id[:6]
        assert not ground.is_wet(lot.lat, lot.lon)


def test_the_middle_of_daming_lake_is_wet_and_quancheng_square_is_dry(ground: Ground) -> None:
    assert ground.is_wet(36.6745, 117.0190)
    assert not ground.is_wet(36.6608, 117.0163)


def test_lots_speak_the_vocabulary_of_the_registry() -> None:
    for lot in jinan(2, 300).lots:
        assert lot.lot_class in LOT_CLASSES
        assert lot.structure in STRUCTURES
        assert lot.land_use in LAND_USES
        assert set(lot.capacity) <= set(SPACE_CLASSES)


def test_the_same_seed_gives_the_same_city() -> None:
    assert jinan(5, 120) == jinan(5, 120)
    assert jinan(5, 120) != jinan(6, 120)


def test_ids_are_unique() -> None:
    ids = [lot.lot_id for lot in jinan(1, 900).lots]
    assert len(set(ids)) == len(ids)

"""NGSI-LD out: entities as the smart data models have them, and sums that hold together."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.export.ngsi.parts import accesses, groups, spots
from ingest.export.ngsi.sites import site
from ingest.export.ngsi.words import ENTITY_TYPES
from tests.ingest.export.samples import PUBLISHER, lot, seen_lots, shown

MODELS = Path("/work/shared/data/feeds/ngsi-smart-data-models")
models_at_hand = pytest.mark.skipif(not MODELS.is_dir(), reason=f"no models in {MODELS}")


def value(entity: dict, name: str) -> object:
    return entity[name]["value"]


def schema_of(kind: str) -> dict[str, set[str]]:
    """Words that the model's schema allows, by property."""
    schema = json.loads((MODELS / kind / "schema.json").read_bytes())
    allowed = {}
    for part in schema["allOf"]:
        for name, told in part.get("properties", {}).items():
            words = told.get("enum") or (told.get("items") or {}).get("enum")
            if words and name != "type":
                allowed[name] = set(words)
    return allowed


@models_at_hand
@given(st.data())
def test_every_word_is_one_of_the_model(data):
    seen = data.draw(seen_lots(placed=True))
    entities = [site(seen, PUBLISHER), *groups(seen), *accesses(seen)]
    for entity in entities:
        assert entity["type"] in ENTITY_TYPES
        for name, allowed in schema_of(entity["type"]).items():
            if name in entity:
                said = value(entity, name)
                told = set(said) if isinstance(said, list) else {said}
                assert told <= allowed, (name, told - allowed)


@given(seen_lots(placed=True))
def test_what_anybody_may_take_is_the_available_less_the_extra(seen):
    entity = site(seen, PUBLISHER)
    free = seen.availability.free
    if free is None:
        assert "availableSpotNumber" not in entity
    else:
        extra = value(entity, "extraSpotNumber") if "extraSpotNumber" in entity else 0
        assert value(entity, "availableSpotNumber") - extra == free
    if "occupiedSpotNumber" in entity:
        taken = value(entity, "totalSpotNumber") - value(entity, "availableSpotNumber")
        assert value(entity, "occupiedSpotNumber") == max(0, taken)


def test_unknown_has_neither_number_nor_status_and_full_has_both():
    unknown, full = site(shown(lot()), PUBLISHER), site(shown(lot(), {"general": 0}), PUBLISHER)
    assert not {"availableSpotNumber", "status", "occupancy"} & unknown.keys()
    assert value(full, "availableSpotNumber") == 0
    assert value(full, "status") == ["open", "full"]
    assert value(site(shown(lot(), {"general": 4}, is_open=False), PUBLISHER), "status") == [
        "closed"
    ]


def test_a_figure_has_the_time_it_was_observed_in_utc():
    entity = site(shown(lot(), {"general": 40}, age_s=0), PUBLISHER)
    assert entity["availableSpotNumber"]["observedAt"] == "2026-11-21T01:00:00Z"


def test_a_kerb_is_on_street_and_its_groups_say_whom_they_are_for():
    seen = shown(lot(lot_class="onstreet", capacity={"general": 20, "loading": 2}), {"general": 3})
    assert site(seen, PUBLISHER)["id"] == "urn:ngsi-ld:OnStreetParking:op-1"
    assert [one["id"].rpartition(":")[2] for one in groups(seen)] == ["general", "loading"]
    assert all(one["refParkingSite"]["object"].endswith("op-1") for one in groups(seen))


def bay(status: str, space_class: str = "") -> dict[str, str]:
    """A bay's register as it is stored: position, version, status and source."""
    stored = "0" * 16 + "0001" + f"{1_795_222_700_000_000:016d}" + "0" * 15
    return {"b:一层 B-7": f"{stored}{status}12:{space_class}"}


def test_a_bay_is_a_spot_and_unknown_when_its_lot_was_not_heard_of():
    heard, silent = shown(lot(), {"general": 4}), shown(lot(), {"general": 4}, age_s=9_000)
    (spot,) = spots(heard, bay("f", "charging"))
    assert value(spot, "status") == "free"
    assert value(spot, "name") == "一层 B-7"
    assert spot["id"].isascii()
    assert spot["refParkingGroup"]["object"] == "urn:ngsi-ld:ParkingGroup:op-1:charging"
    (spot,) = spots(silent, bay("o"))
    assert value(spot, "status") == "unknown"

"""On a real Mosquitto with our files: nobody says or hears what is another operator's."""

import asyncio
from pathlib import Path

import pytest
from gmqtt.mqtt.handler import MQTTConnectError

from ingest.mqtt.topics import ROOT, refusals_of
from tests.ingest.mqtt.clients import client, until
from tests.ingest.mqtt.mosquitto import mosquitto, needs_mosquitto

pytestmark = needs_mosquitto
VERSIONS = pytest.mark.parametrize("version", [4, 5], ids=["3.1.1", "5"])
GATES = "onelot/v1/lots"
QUIET_S = 0.3
OWN = [f"{ROOT}/north/reports", f"{ROOT}/north/lots/N-1/bays/7", f"{ROOT}/north/lorawan/a/b"]
FOREIGN = [
    f"{ROOT}/south/reports", f"{ROOT}/south/lots/S-1/bays/7", f"{ROOT}/north2/reports",
    f"{ROOT}//reports", refusals_of("south"), refusals_of("north"), f"{GATES}/S-1/passages",
    f"{GATES}/N-1/authorisations", f"{GATES}/S-1/authorisations", "onelot/v1", "somewhere/else",
]  # fmt: skip


@VERSIONS
async def test_an_operator_speaks_on_its_own_topics_and_on_no_other(tmp_path: Path, version: int):
    with mosquitto(tmp_path) as broker:
        async with (
            client(broker.port, "onelot", version) as city,
            client(broker.port, "north", version) as north,
        ):
            await city.subscribe("#", f"{GATES}/#")
            for topic in (*FOREIGN, *OWN):
                await north.say(topic, retain=topic in FOREIGN)
            await until(lambda: {topic for topic, _ in city.heard} >= set(OWN))
            await asyncio.sleep(QUIET_S)
            assert {topic for topic, _ in city.heard} == set(OWN)


WISHES = [
    "#", f"{ROOT}/#", f"{ROOT}/+/reports", f"{ROOT}/south/#", f"{ROOT}/south/reports",
    f"$share/x/{ROOT}/south/#", refusals_of("+"), f"{GATES}/#", "+/+/+/+/+",
]  # fmt: skip


@VERSIONS
async def test_an_operator_hears_nothing_of_another_s_however_it_subscribes(
    tmp_path: Path, version: int
):
    with mosquitto(tmp_path, gated={"south": ["S-1"]}) as broker:
        async with (
            client(broker.port, "onelot", version) as city,
            client(broker.port, "south", version) as south,
            client(broker.port, "north", version) as north,
        ):
            await south.say(f"{ROOT}/south/lots/S-1/bays/1", "kept", retain=True)
            await asyncio.sleep(0.1)
            await north.subscribe(*WISHES)
            await south.subscribe(refusals_of("south"), f"{GATES}/S-1/authorisations")
            await city.subscribe(f"{ROOT}/#")
            await south.say(f"{ROOT}/south/reports")
            await city.say(refusals_of("south"))
            await city.say(f"{GATES}/S-1/authorisations")
            await until(lambda: len(south.heard) == 2 and len(city.heard) == 2)  # it was all said
            await asyncio.sleep(QUIET_S)
            assert north.heard == []


@VERSIONS
async def test_an_operator_hears_what_was_refused_of_it_and_its_own_gates(
    tmp_path: Path, version: int
):
    with mosquitto(tmp_path, gated={"north": ["N-1"]}) as broker:
        async with (
            client(broker.port, "onelot", version) as city,
            client(broker.port, "north", version) as north,
        ):
            await north.subscribe(refusals_of("north"), f"{GATES}/N-1/authorisations")
            await city.subscribe(f"{GATES}/+/passages", f"{GATES}/+/acknowledgements")
            await city.say(refusals_of("north"))
            await city.say(f"{GATES}/N-1/authorisations")
            await north.say(f"{GATES}/N-1/passages")
            await until(lambda: len(north.heard) == 2 and len(city.heard) == 1)


@pytest.mark.parametrize(("user", "password"), [(None, ""), ("north", "guess"), ("nobody", "x")])
async def test_who_does_not_show_its_password_is_not_let_in(tmp_path: Path, user, password):
    with mosquitto(tmp_path) as broker, pytest.raises(MQTTConnectError, match=r"(?i)authori[sz]ed"):
        async with client(broker.port, user, 5, password):
            pass

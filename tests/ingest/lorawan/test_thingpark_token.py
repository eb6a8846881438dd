"""ThingPark's token: what is signed comes in, and nothing that was touched on the way."""

import hashlib
from urllib.parse import quote

import pytest

from ingest.lorawan.thingpark_token import is_of

KEY = "00112233445566778899aabbccddeeff"
UPLINK = {
    "Time": "2026-09-21T17:59:00+08:00", "DevEUI": "0102030405060708", "FPort": 1, "FCntUp": 41,
    "payload_hex": "01", "CustomerID": "100002026", "LrrRSSI": "-70",
}  # fmt: skip
SIGNED = (
    "LrnDevEui=0102030405060708&LrnFPort=1&LrnInfos=TWA_1.1.AS-1-1&AS_ID=jinan"
    "&Time=2026-09-21T17:59:00.100+08:00"
)


def query(uplink=UPLINK, key: str = KEY, text: str = SIGNED) -> str:
    said = "".join(str(uplink[name]) for name in ("CustomerID", "DevEUI", "FPort", "FCntUp"))
    token = hashlib.sha256(f"{said}{uplink['payload_hex']}{text}{key}".encode()).hexdigest()
    return f"{text}&Token={token}"


def test_what_thingpark_signed_is_known_however_its_plus_is_written():
    assert is_of(UPLINK, query(), KEY)
    assert is_of(UPLINK, query().replace("+", "%2B"), KEY.upper())
    assert is_of(UPLINK, quote(query(), safe="=&"), KEY)
    as_text = {name: str(value) for name, value in UPLINK.items()}
    assert is_of(as_text, query(), KEY)


@pytest.mark.parametrize("name", ["CustomerID", "DevEUI", "FPort", "FCntUp", "payload_hex"])
def test_a_message_that_was_touched_is_not_its(name):
    assert not is_of({**UPLINK, name: "7"}, query(), KEY)
    assert not is_of({k: v for k, v in UPLINK.items() if k != name}, query(), KEY)


@pytest.mark.parametrize("text", ["", "Token=", SIGNED, SIGNED + "&Token=", SIGNED + "&Token=é"])
def test_without_a_token_or_with_another_nothing_is_believed(text):
    assert not is_of(UPLINK, text, KEY)
    assert not is_of(UPLINK, query(key="another"), KEY)
    assert not is_of(UPLINK, query(text=SIGNED.replace("jinan", "qingdao")) + "0", KEY)

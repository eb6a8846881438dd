"""ThingPark's token: what is signed comes in, and nothing that was touched on the way."""

import hashlib
import json
from urllib.parse import quote

import pytest

from ingest.lorawan.thingpark_token import is_of, only_uplink_in
from parking.problems import ProblemError

KEY = "00112233445566778899aabbccddeeff"
UPLINK = {
    "Time": "2026-09-21T17:59:00+08:00", "DevEUI": "0102030405060708", "FPort": 1, "FCntUp": 41,
    "payload_hex": "01", "CustomerID": "100002026", "LrrRSSI": "-70",
}  # fmt: skip
SIGNED = (
    "LrnDevEui=0102030405060708&LrnFPort=1&LrnInfos=TWA_1.1.AS-1-1&AS_ID=jinan"
    "&Time=2026-09-21T17:59:00.100+08:00"
)


def known(uplink: dict, text: str, key: str) -> bool:
    found = only_uplink_in(json.dumps(uplink).encode())
    assert found is not None
    return is_of(found, text, key)


def query(uplink=UPLINK, key: str = KEY, text: str = SIGNED) -> str:
    said = "".join(str(uplink[name]) for name in ("CustomerID", "DevEUI", "FPort", "FCntUp"))
    token = hashlib.sha256(f"{said}{uplink['payload_hex']}{text}{key}".encode()).hexdigest()
    return f"{text}&Token={token}"


def test_what_thingpark_signed_is_known_however_its_plus_is_written():
    assert known(UPLINK, query(), KEY)
    assert known(UPLINK, query().replace("+", "%2B"), KEY.upper())
    assert known(UPLINK, quote(query(), safe="=&"), KEY)
    as_text = {name: str(value) for name, value in UPLINK.items()}
    assert known(as_text, query(), KEY)


@pytest.mark.parametrize("name", ["CustomerID", "DevEUI", "FPort", "FCntUp", "payload_hex"])
def test_a_message_that_was_touched_is_not_its(name):
    assert not known({**UPLINK, name: "77"}, query(), KEY)
    if name != "DevEUI":
        assert not known({k: v for k, v in UPLINK.items() if k != name}, query(), KEY)


@pytest.mark.parametrize("later", ["2026-09-21T18:10:00+08:00", "2026-11-28T10:00:00Z", None])
def test_a_message_that_is_sent_again_cannot_say_that_it_is_of_now(later):
    earlier = {**UPLINK, "Time": "2026-09-20T17:59:00+08:00"}
    assert known(earlier, query(), KEY)
    assert not known({**UPLINK, "Time": later}, query(), KEY)
    without = SIGNED.partition("&Time=")[0]
    assert not known(UPLINK, query(text=without), KEY)


def test_whoever_has_no_key_has_little_read_of_it():
    with pytest.raises(ProblemError) as caught:
        only_uplink_in(b"[" + b'{"DevEUI":"1","FPort":1},' * 4_000 + b"1]")
    assert caught.value.problem.slug == "body-too-large"


@pytest.mark.parametrize("text", ["", "Token=", SIGNED, SIGNED + "&Token=", SIGNED + "&Token=é"])
def test_without_a_token_or_with_another_nothing_is_believed(text):
    assert not known(UPLINK, text, KEY)
    assert not known(UPLINK, query(key="another"), KEY)
    assert not known(UPLINK, query(text=SIGNED.replace("jinan", "qingdao")) + "0", KEY)

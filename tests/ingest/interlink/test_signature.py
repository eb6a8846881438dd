"""Signatures: each vendor's way, made by hand here; every wrong one is refused."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.interlink.profile import SignatureRule
from ingest.interlink.received import open_body
from ingest.interlink.shipped import shipped_profiles
from ingest.interlink.signature import is_signed, signature_of

SECRET = "0123456789ABCDEF"
FORM = shipped_profiles()["vendor_form_ms"].signature
ORDER = shipped_profiles()["vendor_order_seconds"].signature
CALLBACK = shipped_profiles()["vendor_signed_data"].signature
assert FORM is not None
assert ORDER is not None
assert CALLBACK is not None


def test_a_form_signed_over_its_sorted_members() -> None:
    plain = "enter_time=1789981750000&park_uuid=49f0&parking_serial=2&plate=鲁A77777"
    sign = hashlib.md5(f"{plain}&app_secret={SECRET}".encode()).hexdigest().upper()
    body = (
        f"plate=%E9%B2%81A77777&park_uuid=49f0&sign={sign}&parking_serial=2&remark="
        "&enter_time=1789981750000"
    )
    received = open_body(body.encode())
    assert is_signed(FORM, received, SECRET)
    assert not is_signed(FORM, received, SECRET[::-1])
    assert not is_signed(FORM, open_body(body.replace("77777", "77778").encode()), SECRET)


def test_an_order_signed_over_its_data_as_it_was_sent() -> None:
    data = '{"service_name": "in_park",  "park_id":"21787","order_id":"1","fee":1.50}'
    sign = hashlib.md5(f"{data}key={SECRET}".encode()).hexdigest()
    body = f'{{"sign":"{sign}", "data":{data}}}'
    assert is_signed(ORDER, open_body(body.encode()), SECRET)
    assert not is_signed(ORDER, open_body(body.replace("1.50", "1.5").encode()), SECRET)


def test_a_callback_signed_with_a_base64_hmac() -> None:
    plain = 'Data={"TotalSpaces":5}&Nonce=n&ParkKey=170'
    sign = base64.b64encode(hmac.digest(SECRET.encode(), plain.encode(), "sha256")).decode()
    body = {"ParkKey": "170", "Nonce": "n", "Data": {"TotalSpaces": 5}, "Sign": sign}
    content = json.dumps(body, separators=(",", ":")).encode()
    assert is_signed(CALLBACK, open_body(content), SECRET)
    assert not is_signed(CALLBACK, open_body(content.replace(b"170", b"171")), SECRET)


def test_gb18030_is_signed_as_it_was_sent() -> None:
    sign = hashlib.md5("parkName=泉城&key=s".encode("gb18030")).hexdigest()
    rule = SignatureRule(suffix="&key={secret}")
    body = json.dumps({"parkName": "泉城", "sign": sign}, ensure_ascii=False).encode("gb18030")
    assert is_signed(rule, open_body(body), "s")


@pytest.mark.parametrize("sign", [None, "", 5, "0" * 32, ["a"]])
def test_no_signature_is_a_wrong_one(sign: object) -> None:
    rule = SignatureRule(suffix="&key={secret}")
    assert not is_signed(rule, open_body(json.dumps({"a": 1, "sign": sign}).encode()), "s")
    assert not is_signed(rule, open_body(b"[1]"), "s")


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256", "sm3", "hmac-sha256", "hmac-sm3"])
@pytest.mark.parametrize("written", ["hex", "base64"])
@settings(max_examples=15)
@given(
    members=st.dictionaries(
        st.text("abcXYZ_", min_size=1, max_size=9), st.text(max_size=9) | st.integers(), max_size=6
    ),
    other=st.text("0123456789ABCDEF", min_size=1, max_size=16),
)
def test_what_is_signed_is_found_signed_and_by_no_other_secret(
    digest: str, written: str, members: dict[str, object], other: str
) -> None:
    rule = replace(
        SignatureRule(member="sign"), digest=digest, written=written, suffix="&key={secret}"
    )
    members = {name: value for name, value in members.items() if name.casefold() != "sign"}
    made = signature_of(rule, open_body(json.dumps(members).encode()), SECRET)
    received = open_body(json.dumps(members | {"sign": made}).encode())
    assert is_signed(rule, received, SECRET)
    assert is_signed(rule, received, other) is (other == SECRET)


def test_a_secret_in_the_text_is_no_place_for_ours() -> None:
    rule = SignatureRule(suffix="&key={secret}")
    body = open_body(b'{"a": "{secret}"}')
    assert signature_of(rule, body, "s") == hashlib.md5(b"a={secret}&key=s").hexdigest()


@pytest.mark.parametrize("body", [b'{"a":"\\ud800","sign":"x"}', b'{"a":1,"sign":"\\ud800"}'])
def test_half_a_surrogate_pair_is_signed_by_nobody(body: bytes) -> None:
    assert not is_signed(SignatureRule(suffix="&key={secret}"), open_body(body), "s")

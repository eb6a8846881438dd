"""Who receives a message can tell from whom it is, that it is whole, and that it is no old copy."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.alerts.signing import fresh_secret, is_signed, signature

NOW_S = 1_764_288_000


def test_the_signature_is_what_the_documentation_says():
    body = b'{"event":"feed.dead"}'
    expected = hmac.new(b"whsec_x", b"1764288000." + body, hashlib.sha256).hexdigest()
    assert signature("whsec_x", body, NOW_S) == f"t=1764288000,v1={expected}"


@given(st.binary(max_size=200), st.integers(0, 299))
def test_what_was_sent_is_believed_for_five_minutes(body: bytes, later_s: int):
    secret = fresh_secret()
    header = signature(secret, body, NOW_S)
    assert is_signed(secret, body, header, NOW_S + later_s)
    assert not is_signed(secret, body + b" ", header, NOW_S)
    assert not is_signed(fresh_secret(), body, header, NOW_S)
    assert not is_signed(secret, body, header, NOW_S + 301 + later_s)
    later = header.replace(str(NOW_S), str(NOW_S + 200))
    assert not is_signed(secret, body, later, NOW_S + 200)


@pytest.mark.parametrize("header", ["", "t=", "t=x,v1=y", "v1=00", "t=１,v1=0", "t=9" * 40])
def test_no_other_header_is_a_signature(header: str):
    assert not is_signed("whsec_x", b"{}", header, NOW_S)

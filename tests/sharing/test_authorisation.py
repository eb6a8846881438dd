"""What a gate is told: it trusts our word alone, and no car moves when it may not."""

import json
from base64 import urlsafe_b64decode

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.authorisation import (
    Authorisation,
    Grant,
    NotSignedError,
    Revocation,
    authorise,
    jti_of,
    read_told,
    refusal,
    revoke,
)
from parking.sharing.gate_plates import (
    hash_for_gate,
    lot_plate_key,
    open_at_gate,
    seal_for_gate,
)
from parking.sharing.sealing import SealBrokenError
from parking.sharing.signing import SigningKey, read_jwks

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
KEY, OTHER = (SigningKey.from_seed(bytes([number]) * 32) for number in (1, 2))
KEYS = read_jwks([KEY.public_jwk])

moments = st.integers(0, 3 * DAY_US)
spans = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair) + SECOND_US))


def grant(stay=(0, DAY_US), movement=((0, DAY_US),), version=1) -> Grant:
    return Grant("b1", "lot-1", "B1-07", version, stay, tuple(movement), "hash", None)


def told(token: str) -> Authorisation:
    found = read_told(token, KEYS)
    assert isinstance(found, Authorisation)
    return found


@given(stay=spans, movement=st.lists(spans, max_size=4), now_us=moments)
def test_no_car_comes_outside_its_windows(stay, movement, now_us):
    signed = told(authorise(grant(stay, movement), KEY, 0))
    may_come = refusal(signed, "lot-1", now_us, "entry") is None
    if may_come:
        assert stay[0] <= now_us < stay[1]
        assert any(begin <= now_us < end for begin, end in movement)


@given(stay=spans, movement=st.lists(spans, max_size=4), now_us=moments)
def test_no_car_leaves_in_quiet_hours_and_none_is_kept_in_beyond_its_stay(stay, movement, now_us):
    signed = told(authorise(grant(stay, movement), KEY, 0))
    may_go = refusal(signed, "lot-1", now_us, "exit") is None
    is_over = now_us // SECOND_US >= stay[1] // SECOND_US
    assert not is_over or may_go
    if may_go and not is_over:
        assert any(begin <= now_us < end for begin, end in movement)


@given(second=st.integers(1, 86_399))
def test_within_its_windows_a_car_comes_and_goes(second):
    signed = told(authorise(grant(), KEY, 0))
    assert refusal(signed, "lot-1", second * SECOND_US, "entry") is None
    assert refusal(signed, "lot-1", second * SECOND_US, "exit") is None


def test_the_gate_of_another_lot_stays_shut():
    signed = told(authorise(grant(), KEY, 0))
    assert refusal(signed, "lot-2", SECOND_US, "entry") == "other-lot"


def test_what_was_signed_is_read_as_it_was_meant():
    signed = told(authorise(grant(stay=(1_500_000, 9_500_000), version=7), KEY, 2_000_000))
    assert (signed.booking_id, signed.space_code, signed.version) == ("b1", "B1-07", 7)
    assert (signed.stay, signed.movement) == ((2, 9), ((2, 9),))
    assert (signed.iat, signed.nbf, signed.exp, signed.jti) == (2, 2, 9, "b1.7")
    taken_back = read_told(revoke("b1", "lot-1", 8, KEY, 3_000_000), KEYS)
    assert taken_back == Revocation("b1", "lot-1", 8, 3, "b1.8.revoked")


def test_a_word_signed_by_somebody_else_is_nobodys():
    with pytest.raises(NotSignedError, match="unknown-key"):
        read_told(authorise(grant(), OTHER, 0), KEYS)


def test_a_word_that_was_changed_under_way_is_nobodys():
    header, _, signature = authorise(grant(), KEY, 0).split(".")
    forged = authorise(grant(version=9), KEY, 0).split(".")[1]
    with pytest.raises(NotSignedError, match="bad-signature"):
        read_told(f"{header}.{forged}.{signature}", KEYS)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_algorithm_of_the_senders_own_choice_is_refused(algorithm):
    public = urlsafe_b64decode(KEY.public_jwk["x"] + "=")
    claims = json.loads(urlsafe_b64decode(authorise(grant(), KEY, 0).split(".")[1] + "==").decode())
    secret = public if algorithm == "HS256" else None
    token = jwt.encode(claims, secret, algorithm, headers={"kid": KEY.kid})
    with pytest.raises(NotSignedError):
        read_told(token, KEYS)


def test_what_we_signed_for_another_purpose_opens_nothing():
    claims = {"typ": "authorisation", "booking_id": "b1"}
    token = jwt.encode(claims, KEY.private, "EdDSA", headers={"kid": KEY.kid})
    with pytest.raises(NotSignedError, match="unreadable"):
        read_told(token, KEYS)


@given(text=st.text(max_size=80))
def test_anything_else_is_unreadable_and_breaks_nothing(text):
    for token in (text, f"{text}.{text}.{text}", text * 200):
        with pytest.raises(NotSignedError):
            read_told(token, KEYS)


def test_any_library_for_web_tokens_can_check_it():
    token = authorise(grant(), KEY, 0)
    key = jwt.PyJWK(KEY.public_jwk)
    claims = jwt.decode(token, key, ["EdDSA"], options={"verify_exp": False})
    assert (claims["booking_id"], claims["jti"]) == ("b1", jti_of(token))


def test_a_key_is_named_by_its_thumbprint():
    """The example key of RFC 8037, appendix A.3."""
    seed = urlsafe_b64decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    assert SigningKey.from_seed(seed).kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_lots_gate_knows_plates_that_another_lots_gate_does_not():
    mine, other = (lot_plate_key(b"s" * 32, lot_id) for lot_id in ("lot-1", "lot-2"))
    sealed = seal_for_gate(mine, "鲁A12345", b"n" * 12)
    assert open_at_gate(mine, sealed) == "鲁A12345"
    assert hash_for_gate(mine, "鲁A12345") != hash_for_gate(other, "鲁A12345")
    with pytest.raises(SealBrokenError):
        open_at_gate(other, sealed)


@given(junk=st.text(max_size=60))
def test_a_broken_seal_is_told_as_one(junk):
    key = lot_plate_key(b"s" * 32, "lot-1")
    with pytest.raises(SealBrokenError):
        open_at_gate(key, junk)
    with pytest.raises(SealBrokenError):
        open_at_gate(key, seal_for_gate(key, "A1", b"n" * 12)[:-8] + junk)

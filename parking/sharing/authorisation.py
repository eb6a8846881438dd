"""What a gate is told of a booking: signed, so that it is checked offline. Knows no transport.

Compact JWS (RFC 7515) with EdDSA; times are whole seconds since 1970 UTC, rounded inwards.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import jwt
import msgspec

from parking.sharing.signing import ALGORITHM, PublicKeys, SigningKey
from parking.sharing.spans import clipped
from parking.sharing.terms import Moments

TYPE: Final = "onelot-gate+jwt"
"""The `typ` of both, so that nothing else we may sign one day passes for one."""
_JWS: Final = jwt.PyJWS(algorithms=[ALGORITHM])
_US: Final = 1_000_000
_LONGEST: Final = 8_192

Seconds: TypeAlias = tuple[int, int]
"""From and to, seconds since 1970 UTC, the end excluded."""
Direction = Literal["entry", "exit"]
Refusal = Literal["other-lot", "too-early", "too-late", "no-movement"]
Flaw = Literal["unreadable", "unknown-key", "bad-signature"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A booking as its gate is to know it; `movement` is clipped into `stay` when it is signed."""

    booking_id: str
    lot_id: str
    space_code: str
    version: int
    stay: Moments
    movement: tuple[Moments, ...]
    plate_hash: str | None = None
    plate_sealed: str | None = None


class Authorisation(msgspec.Struct, frozen=True, omit_defaults=True, tag="authorisation"):
    """Lets one car in, and out again. Of two for a booking the greater `version` counts."""

    booking_id: str
    lot_id: str
    space_code: str
    version: int
    stay: Seconds
    movement: tuple[Seconds, ...]
    iat: int
    nbf: int
    exp: int
    jti: str
    plate_hash: str | None = None
    plate_sealed: str | None = None


class Revocation(msgspec.Struct, frozen=True, tag="revocation"):
    """Takes back what was said of a booking up to `version`; a car inside still gets out."""

    booking_id: str
    lot_id: str
    version: int
    iat: int
    jti: str


Told: TypeAlias = Authorisation | Revocation
_TOLD: Final[msgspec.json.Decoder[Told]] = msgspec.json.Decoder(Told)


class NotSignedError(ValueError):
    """What was presented is no word of the platform's."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw: Flaw = flaw


def authorise(grant: Grant, key: SigningKey, now_us: int) -> str:
    """Sign what the gate of `grant.lot_id` needs to let that booking's car in and out."""
    stay = _inwards(grant.stay)
    movement = tuple(clipped(map(_inwards, grant.movement), stay))
    told = Authorisation(
        booking_id=grant.booking_id,
        lot_id=grant.lot_id,
        space_code=grant.space_code,
        version=grant.version,
        stay=stay,
        movement=movement,
        iat=now_us // _US,
        nbf=stay[0],
        exp=stay[1],
        jti=f"{grant.booking_id}.{grant.version}",
        plate_hash=grant.plate_hash,
        plate_sealed=grant.plate_sealed,
    )
    return _signed(told, key)


def revoke(booking_id: str, lot_id: str, version: int, key: SigningKey, now_us: int) -> str:
    """Sign that what was said of a booking, up to `version`, holds no more."""
    jti = revocation_jti(booking_id, version)
    return _signed(Revocation(booking_id, lot_id, version, now_us // _US, jti), key)


def revocation_jti(booking_id: str, version: int) -> str:
    return f"{booking_id}.{version}.revoked"


def read_told(token: str, keys: PublicKeys) -> Told:
    """Check who signed it and read it; NotSignedError says what is wrong with it."""
    if len(token) > _LONGEST:
        raise NotSignedError("unreadable")
    try:
        header = _JWS.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise NotSignedError("unreadable") from error
    key = keys.get(header.get("kid", ""))
    if key is None:
        raise NotSignedError("unknown-key")
    try:
        payload = _JWS.decode(token, key, algorithms=[ALGORITHM])
        if header.get("typ") != TYPE:
            raise NotSignedError("unreadable")
        return _TOLD.decode(payload)
    except jwt.InvalidTokenError as error:
        raise NotSignedError("bad-signature") from error
    except msgspec.DecodeError as error:
        raise NotSignedError("unreadable") from error


def jti_of(token: str) -> str:
    """Read the `jti` of a token of our own, unverified."""
    payload = _JWS.decode(token, options={"verify_signature": False})
    return _TOLD.decode(payload).jti


def refusal(told: Authorisation, lot_id: str, now_us: int, direction: Direction) -> Refusal | None:
    """Why that car may not pass now, or None. Nobody is kept in once his stay is over."""
    if told.lot_id != lot_id:
        return "other-lot"
    now_s = now_us // _US
    if now_s >= told.stay[1]:
        return "too-late" if direction == "entry" else None
    if now_s < told.stay[0]:
        return "too-early"
    moves = any(start_s <= now_s < end_s for start_s, end_s in told.movement)
    return None if moves else "no-movement"


def _inwards(span: Moments) -> Seconds:
    return -(-span[0] // _US), span[1] // _US


def _signed(told: Told, key: SigningKey) -> str:
    headers = {"kid": key.kid, "typ": TYPE}
    return _JWS.encode(msgspec.json.encode(told), key.private, ALGORITHM, headers=headers)

"""Identity: what makes two reports the same report, and what orders two of the same microsecond.

It knows nothing of stores; the source is a key that the credential gave.
"""

from hashlib import blake2b
from typing import Final

from parking.clock import SECOND_US
from parking.vocabulary import KIND_CODE, ReportKind

_BLAKE2B_96: Final = blake2b(digest_size=12)
"""Nothing hashed yet: to copy it costs half of what it costs to set one up."""
_TIE: Final = 6
"""Where the tie begins in the digest; four bytes later in the identity."""


def ident_of(
    source_key: int, lot_key: int, kind: ReportKind, serial: str, observed_us: int
) -> bytes:
    """Return 16 bytes: the observed second, then BLAKE2b-96 over source, lot, kind and serial.

    The second comes first and big-endian, so that a day's index grows at its end; a device that
    restarts its serials makes new identities unless it does so within a second. The first bit of
    the tie is that of a snapshot: it has counted who passed at its very moment.
    """
    subject = f"{source_key}/{lot_key}/{KIND_CODE[kind]}/{serial}".encode()
    second = observed_us // SECOND_US & 0xFFFF_FFFF
    digest = _BLAKE2B_96.copy()
    digest.update(subject)
    told = digest.digest()
    first = told[_TIE] | 0x80 if kind == "snapshot" else told[_TIE] & 0x7F
    return b"%b%b%c%b" % (second.to_bytes(4, "big"), told[:_TIE], first, told[_TIE + 1 :])


def tie_of(ident: bytes) -> int:
    """48 bits of the identity: the order of claims about the same microsecond, snapshots last."""
    return int.from_bytes(ident[4 + _TIE :], "big")


def fingerprint_of(payload: bytes, observed_us: int) -> int:
    """Return a signed 64-bit digest of the content; same identity with another is a conflict.

    The part of the second is content too: the identity holds whole seconds only, and a register
    must not depend on which of two spellings of one moment came first.
    """
    part_us = observed_us % SECOND_US
    digest = blake2b(payload, digest_size=8, salt=part_us.to_bytes(4, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)

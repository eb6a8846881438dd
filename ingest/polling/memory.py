"""What is kept of a feed between two polls, as one value and as bytes. Pure."""

import zlib
from hashlib import blake2b
from typing import Final

import msgspec

from ingest.checking.keeping import floats, plain
from ingest.polling.claim_memory import ClaimMemory
from ingest.polling.guarding import Guard
from ingest.polling.outcomes import Validators
from ingest.polling.schedule import Pace
from parking.checking.publications import Publications
from parking.polled_feed import FeedDeclaration

_LEVEL: Final = 1
_MOST_BYTES: Final = 256 * 2**20


class FeedMemory(msgspec.Struct, frozen=True, omit_defaults=True):
    """`declared` tells for which declaration the rest holds, but `claims`, which hold for any.

    `believed` is the digest of the newest body that was read and believed. `publications` is what
    the self-checks remember; None of a feed of which nothing was read.
    """

    declared: str = ""
    believed: str = ""
    validators: Validators = msgspec.field(default_factory=Validators)
    pace: Pace = msgspec.field(default_factory=Pace)
    guard: Guard = msgspec.field(default_factory=Guard)
    claims: ClaimMemory = msgspec.field(default_factory=ClaimMemory)
    publications: Publications | None = None


def memory_for(encoded: bytes, declaration: FeedDeclaration) -> FeedMemory:
    """Decode; what held for another address, format or mapping is left out."""
    memory = FeedMemory()
    if encoded:
        plain_bytes = zlib.decompressobj().decompress(encoded, _MOST_BYTES)
        memory = _decoded(plain_bytes)
    declared = _digest_of(declaration)
    if memory.declared == declared:
        return memory
    return FeedMemory(declared=declared, claims=memory.claims)


def _decoded(plain_bytes: bytes) -> FeedMemory:
    """Decode; what self-checks of another release remember is learned anew, and nothing else is."""
    try:
        return _MEMORY.decode(plain_bytes)
    except msgspec.ValidationError:
        members = msgspec.msgpack.decode(plain_bytes)
        members.pop("publications", None)
        return msgspec.convert(members, FeedMemory)


def encode_memory(memory: FeedMemory) -> bytes:
    """Encode; ids and digests of thousands of lots are worth compressing."""
    return zlib.compress(msgspec.msgpack.encode(memory, enc_hook=plain), _LEVEL)


def _digest_of(declaration: FeedDeclaration) -> str:
    meant = (
        declaration.url, declaration.format, declaration.mapping, declaration.coordsys,
        declaration.zone, declaration.auth_kind, declaration.auth_name, declaration.is_draft,
    )  # fmt: skip
    return blake2b(msgspec.json.encode(meant), digest_size=8).hexdigest()


_MEMORY: Final = msgspec.msgpack.Decoder(FeedMemory, dec_hook=floats)

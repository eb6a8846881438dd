"""A body as it came over the wire, its gzip undone as it comes, within bounds. Knows no socket."""

import zlib
from typing import Final

MAX_WIRE_BYTES: Final = 16 * 1024 * 1024
MAX_BODY_BYTES: Final = 32 * 1024 * 1024
MAX_RATIO: Final = 100
FREE_BYTES: Final = 2 * 1024 * 1024
"""So much may come of anything: what is short compresses as it likes."""
_GZIP: Final = 16 + zlib.MAX_WBITS
_CHUNK: Final = 64 * 1024


class BodyRefusedError(Exception):
    """The body is beyond its bounds, or not what its header says; `code` is a finding's."""

    def __init__(self, code: str, value: object) -> None:
        super().__init__(f"{code}: {value}")
        self.code = code
        self.value = value


class BodyReader:
    """Takes the pieces of one body; raises BodyRefusedError with the first piece too many."""

    def __init__(
        self,
        coding: str,
        *,
        max_wire_bytes: int = MAX_WIRE_BYTES,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        coding = coding.strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise BodyRefusedError("feed-encoding", coding[:40])
        self._inflater = zlib.decompressobj(_GZIP) if coding.endswith("gzip") else None
        self._max_wire_bytes = max_wire_bytes
        self._max_body_bytes = max_body_bytes
        self._wire_bytes = 0
        self._body = bytearray()

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        self._wire_bytes += len(piece)
        if self._wire_bytes > self._max_wire_bytes:
            raise BodyRefusedError("feed-too-large", self._max_wire_bytes // 2**20)
        if self._inflater is None:
            self._body += piece
        else:
            self._inflate(self._inflater, piece)

    def close(self) -> bytes:
        """Return the whole body; raises BodyRefusedError where its gzip is cut off."""
        if self._inflater is not None and self._wire_bytes and not self._inflater.eof:
            raise BodyRefusedError("feed-encoding", "gzip, cut off")
        return bytes(self._body)

    def _inflate(self, inflater: "zlib._Decompress", piece: bytes) -> None:
        while piece:
            if inflater.eof:
                raise BodyRefusedError("feed-encoding", "gzip with a tail")
            try:
                self._body += inflater.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise BodyRefusedError("feed-encoding", f"not gzip: {error}") from error
            self._check()
            piece = inflater.unconsumed_tail or inflater.unused_data

    def _check(self) -> None:
        if len(self._body) > self._max_body_bytes:
            raise BodyRefusedError("feed-too-large", self._max_body_bytes // 2**20)
        if len(self._body) > FREE_BYTES + MAX_RATIO * self._wire_bytes:
            raise BodyRefusedError("feed-encoding", f"gzip of more than {MAX_RATIO}:1")

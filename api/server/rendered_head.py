"""Rendered head: the head of an answer that is given thousands of times, as bytes."""

Headers = list[tuple[bytes, bytes]]


class RenderedHead:
    """All but the length, which changes with each answer, and the date, which does each second."""

    def __init__(self, status: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        self._status = status
        self._headers = headers
        self._of: Headers = []
        self._head = b""

    def with_body(self, body: bytes, default_headers: Headers) -> bytes:
        """Render a whole answer; uvicorn makes a new list of defaults every second."""
        if self._of is not default_headers or not self._head:
            lines = (b"%b: %b\r\n" % header for header in (*default_headers, *self._headers))
            self._of = default_headers
            self._head = b"HTTP/1.1 %b\r\n%bcontent-length: " % (self._status, b"".join(lines))
        return b"%b%d\r\n\r\n%b" % (self._head, len(body), body)

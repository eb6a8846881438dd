"""The ceiling to measure against: a bare ASGI app with a fixed body on uvicorn as it comes.

Same loop, same parser and same settings as our server, without its guards.
`python -m tests.bench.fixed_body PORT BYTES`
"""

import sys

import uvicorn
from starlette.types import Receive, Scope, Send

from api.server.run import server_config
from api.settings import Settings


class FixedBody:
    """Answers anything with the same bytes."""

    def __init__(self, size: int) -> None:
        self._body = b'"' + b"x" * (size - 2) + b'"'
        self._headers = [
            (b"content-length", b"%d" % size),
            (b"content-type", b"application/json"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def main() -> None:
    port, size = (int(argument) for argument in sys.argv[1:])
    settings = Settings(port=port, log_level="warning")
    config = server_config(
        settings,
        app=FixedBody(size),
        factory=False,
        lifespan="off",
        ws="none",
        http="httptools",
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()

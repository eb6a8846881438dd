"""Hot paths: the few endpoints that are answered in raw ASGI, before any framework.

It knows method and path; each handler does all the rest, limits and documented errors included.
"""

import logging
from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem_of, problem_response

log = logging.getLogger("onelot.api")


class HotPaths:
    """ASGI app that looks one pair up and else passes on; the last resort for either."""

    def __init__(self, app: ASGIApp, handlers: Mapping[tuple[str, str], ASGIApp]) -> None:
        self._app = app
        self._handlers = dict(handlers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler = self._handlers.get((scope["method"], scope["path"]))
        if handler is None:
            await self._app(scope, receive, send)
            return
        try:
            await handler(scope, receive, send)
        except Exception as error:
            # A handler computes before it sends, so the answer has not begun.
            problem = problem_of(error)
            if problem.slug == "internal":
                log.exception("unhandled", extra={"route": scope["path"]})
            await problem_response(problem)(scope, receive, send)

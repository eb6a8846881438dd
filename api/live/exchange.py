"""Exchange: what one client message does and what it is answered. It never sees a socket."""

from typing import assert_never

from api.live import messages
from api.live.close_codes import LiveClose
from api.live.peer import Peer
from api.live.requests import (
    AuthRequest,
    NotJsonError,
    PingRequest,
    UnwatchRequest,
    WatchRequest,
    parse_request,
)
from api.live.service import LiveService
from parking.problems import Problem, ProblemError


def answer(caller: Peer, service: LiveService, payload: bytes) -> None:
    """Do what one message asks; a message that is not JSON ends the connection."""
    try:
        request = parse_request(payload)
    except NotJsonError as error:
        caller.say(messages.error(Problem("bad-json", f"Not JSON: {error}")))
        caller.close(LiveClose.BAD_MESSAGE, "not JSON")
        return
    except ProblemError as error:
        caller.say(messages.error(error.problem))
        return
    match request:
        case WatchRequest():
            _watch(caller, service, request)
        case UnwatchRequest():
            caller.session.unwatch(request.id)
        case PingRequest():
            caller.say(messages.pong(service.server_time()))
        case AuthRequest():
            service.accounts.ask(caller, request.key)
        case _:
            assert_never(request)


def _watch(caller: Peer, service: LiveService, request: WatchRequest) -> None:
    try:
        caller.session.watch(request, service.limits)
    except ProblemError as error:
        caller.say(messages.error(error.problem, request.id))

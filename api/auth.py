"""Authorisation: every route declares its roles; one guard reads the declarations and holds them.

It knows keys, roles and routes. Whose lot something is, the route itself checks (and answers 404).
"""

from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any, Final, get_args

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.server.entrance import Entrance
from parking.access import ROLES_KEY
from parking.ports import KeyStore
from parking.principal import ANONYMOUS, Principal
from parking.problems import Problem, ProblemError
from parking.vocabulary import Role

ALL_ROLES: Final[frozenset[str]] = frozenset(get_args(Role))
BEARER: Final = "bearer "

UNAUTHORIZED: Final = Problem(
    "unauthorized", "Send a valid key as 'Authorization: Bearer <key>'; this one is not known."
)
NO_KEY: Final = Problem("unauthorized", "Send your key as 'Authorization: Bearer <key>'.")
GUESSED: Final = Problem("rate-limited", "Too many unknown keys from this address; wait 1 s.")


class UndeclaredRouteError(Exception):
    """A route says nothing about who may call it; the app does not start."""


class Gate:
    """Finds the caller behind a credential and holds a route's declaration against it."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    async def admit(self, allowed: Iterable[str], authorization: str | None) -> Principal:
        """Return who is calling; raises 401 for a missing or unknown key, 403 for a wrong role.

        A route open to anonymous callers reads no credential, so a stale key never shuts it.
        """
        if "anonymous" in allowed:
            return ANONYMOUS
        if not authorization or authorization[: len(BEARER)].lower() != BEARER:
            raise ProblemError(NO_KEY)
        principal = await self._keys.find(authorization[len(BEARER) :].strip())
        if principal is None:
            raise ProblemError(UNAUTHORIZED)
        if principal.role not in allowed:
            told = f"This is for {' or '.join(allowed)}; your key's role is {principal.role}."
            raise ProblemError(Problem("forbidden", told))
        return principal


def roles_of(route: APIRoute) -> Sequence[str]:
    """Read a route's declaration; raises UndeclaredRouteError where there is none."""
    declared = (route.openapi_extra or {}).get(ROLES_KEY)
    if not isinstance(declared, list) or not declared or not ALL_ROLES.issuperset(declared):
        methods = ",".join(sorted(route.methods or ()))
        raise UndeclaredRouteError(f"{methods} {route.path} declares no roles (parking.access)")
    return declared


async def admit_guarded(
    gate: Gate,
    entrance: Entrance,
    scope: MutableMapping[str, Any],
    allowed: Iterable[str],
    authorization: str | None,
) -> Principal:
    """Admit by the gate, but ask nobody for an address that has guessed too many keys."""
    if "anonymous" not in allowed and entrance.has_guessed_too_much(scope):
        raise ProblemError(GUESSED)
    try:
        return await gate.admit(allowed, authorization)
    except ProblemError as error:
        if error.problem is UNAUTHORIZED:
            entrance.note_guess(scope)
        raise


def guard(app: FastAPI, gate: Gate, entrance: Entrance) -> None:
    """Let every route there is answer only whom it declares, before it reads anything.

    Raises UndeclaredRouteError for a route that nobody has thought about: the app does not start.
    """
    for route in app.routes:
        if not isinstance(route, APIRoute):
            raise UndeclaredRouteError(f"{route} is not a declared route")
        route.app = _guarded(route.app, roles_of(route), gate, entrance)


def _guarded(answer: ASGIApp, allowed: Sequence[str], gate: Gate, entrance: Entrance) -> ASGIApp:
    async def admitted(scope: Scope, receive: Receive, send: Send) -> None:
        authorization = Headers(scope=scope).get("authorization")
        caller = await admit_guarded(gate, entrance, scope, allowed, authorization)
        scope.setdefault("state", {})["principal"] = caller
        await answer(scope, receive, send)

    return admitted

"""Authorisation: every route declares its roles; one dependency reads the declaration and holds it.

It knows keys, roles and routes. Whose lot something is, the route itself checks (and answers 404).
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any, Final, get_args

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, iter_route_contexts

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


def authorise(gate: Gate, entrance: Entrance) -> Callable[[Request], Awaitable[None]]:
    """Make the app-wide dependency."""

    async def hold_declaration(request: Request) -> None:
        allowed = roles_of(request.scope["route"])
        request.state.principal = await admit_guarded(
            gate, entrance, request.scope, allowed, request.headers.get("authorization")
        )

    return hold_declaration


def demand_declarations(app: FastAPI) -> None:
    """Refuse to start with a route nobody has thought about."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            roles_of(route)
        else:
            raise UndeclaredRouteError(f"{route} is not a declared route")

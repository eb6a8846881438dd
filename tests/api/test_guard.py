"""An app does not start with a route that nobody has thought about."""

from typing import Any, cast

import pytest
from fastapi import APIRouter, FastAPI

from api.auth import UndeclaredRouteError, guard
from parking.access import roles

NOBODY = cast("Any", None)


def app() -> FastAPI:
    return FastAPI(openapi_url=None, docs_url=None, redoc_url=None)


def test_a_route_that_declares_its_callers_is_taken():
    made = app()
    made.get("/known", openapi_extra=roles("planner"))(lambda: None)
    guard(made, NOBODY, NOBODY)


@pytest.mark.parametrize(
    "extra", [None, {}, {"x-roles": []}, roles("planner") | {"x-roles": ["x"]}]
)
def test_a_route_that_declares_nobody_is_refused(extra):
    made = app()
    made.get("/forgotten", openapi_extra=extra)(lambda: None)
    with pytest.raises(UndeclaredRouteError, match="/forgotten"):
        guard(made, NOBODY, NOBODY)


def test_what_is_no_plain_route_is_refused():
    inner = APIRouter()
    inner.get("/known", openapi_extra=roles("planner"))(lambda: None)
    made = app()
    made.include_router(inner)  # its routes would be made anew, past the guard
    with pytest.raises(UndeclaredRouteError):
        guard(made, NOBODY, NOBODY)

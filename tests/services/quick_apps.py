"""Apps that are put together quickly: what a test does not ask for is not made.

FastAPI makes a validator for each field of each route at once. The suite puts the whole app
together for hundreds of tests, of which each asks for a few routes. Cities that run as processes of
their own are not touched.
"""

from functools import cached_property
from typing import Any

from fastapi._compat.v2 import ModelField
from pydantic import TypeAdapter


def put_apps_together_quickly() -> None:
    """Let fields make their validators when they are first used."""
    make_at_once = ModelField.__post_init__

    def made(field: ModelField) -> TypeAdapter[Any]:
        make_at_once(field)
        adapter: TypeAdapter[Any] = field.__dict__["_type_adapter"]
        return adapter

    later = cached_property(made)
    later.__set_name__(ModelField, "_type_adapter")
    ModelField._type_adapter = later  # type: ignore[assignment]
    ModelField.__post_init__ = lambda self: None  # type: ignore[method-assign]

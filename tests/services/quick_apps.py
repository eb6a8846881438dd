"""Apps that are put together quickly: what a test does not ask for is not made, the rest once.

FastAPI makes a validator for each field of each route at once, and reads what each route takes from
its function. The suite puts the whole app together for hundreds of tests, of which each asks for a
few routes, and the functions are the same each time. Cities that run as processes of their own are
not touched.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, NamedTuple

from fastapi import routing
from fastapi._compat.v2 import ModelField
from fastapi.dependencies.models import Dependant
from pydantic import TypeAdapter


class Taken(NamedTuple):
    """What a function takes, by annotations and defaults, and what FastAPI made of it."""

    said: tuple[object, ...]
    dependant: Dependant
    body: list[ModelField]
    embeds: bool


def put_apps_together_quickly() -> None:
    """Let fields make their validators when first used, and routes of one function share them."""
    make_at_once = ModelField.__post_init__

    def made(field: ModelField) -> TypeAdapter[Any]:
        make_at_once(field)
        adapter: TypeAdapter[Any] = field.__dict__["_type_adapter"]
        return adapter

    later = cached_property(made)
    later.__set_name__(ModelField, "_type_adapter")
    ModelField._type_adapter = later  # type: ignore[assignment]
    ModelField.__post_init__ = lambda self: None  # type: ignore[method-assign]
    _remember_what_is_taken()
    _remember_what_is_answered()


def _remember_what_is_taken() -> None:
    read = routing._build_dependant_with_parameterless_dependencies
    known: dict[object, Taken] = {}

    def taken(
        *, path: str, call: Callable[..., Any], dependencies: Sequence[Any]
    ) -> tuple[Dependant, list[ModelField], bool]:
        code = getattr(call, "__code__", None)
        if code is None or dependencies:
            return read(path=path, call=call, dependencies=dependencies)
        said = _said(call)
        found = known.get((path, code))
        if found is None or not _are_the_same(found.said, said):
            dependant, body, embeds = read(path=path, call=call, dependencies=dependencies)
            # Without the function: it would keep the whole city of the test alive.
            found = known[path, code] = Taken(said, replace(dependant, call=None), body, embeds)
        return replace(found.dependant, call=call), found.body, found.embeds

    routing._build_dependant_with_parameterless_dependencies = taken


def _said(call: Any) -> tuple[object, ...]:
    named = call.__kwdefaults__ or {}
    return (
        *call.__annotations__, *call.__annotations__.values(),
        *(call.__defaults__ or ()), *named, *named.values(),
    )  # fmt: skip


def _are_the_same(known: tuple[object, ...], said: tuple[object, ...]) -> bool:
    """Whether nothing that is said depends on the city, as limits of a setting would."""
    return len(known) == len(said) and all(a is b for a, b in zip(known, said, strict=True))


def _remember_what_is_answered() -> None:
    make, read = routing.create_model_field, routing.get_typed_return_annotation
    remembered = cache(make)

    def field(**asked: Any) -> ModelField:
        return make(**asked) if "field_info" in asked else remembered(**asked)

    def answered(call: Any) -> Any:
        said = getattr(call, "__annotations__", {}).get("return", "")
        return read(call) if isinstance(said, str) or hasattr(call, "__wrapped__") else said

    routing.create_model_field = field
    routing.get_typed_return_annotation = answered

"""The OpenAPI document, completed with what holds of every route and none of them says itself.

Keys, limits, bodies of another kind and invalid parameters are met before a route is; FastAPI knows
nothing of the first three and describes the last as it would answer it, not as we do.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from api.caching import JSON
from api.dependencies import problems
from api.problems import PROBLEM_JSON
from parking.access import ROLES_KEY

SCHEME: Final = "key"
FIRST_PROBLEM: Final = "400"
_PROBLEM: Final = problems(401)[401]
_OF_A_BODY: Final = ("400", "413", "415", "422")
_NOT_OURS: Final = ("HTTPValidationError", "ValidationError")
_REF: Final = "#/components/schemas/"


def contract_of(app: FastAPI) -> dict[str, Any]:
    """Return the document of all routes there are; may be called again."""
    document = app.openapi()
    components = document["components"]
    components["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
    for name in _NOT_OURS:
        components["schemas"].pop(name, None)
    for path, item in document["paths"].items():
        for operation in item.values():
            _complete(operation)
            if "{" in path:
                operation["responses"].setdefault("404", _PROBLEM)
    return document


def _complete(operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    for status, answer in responses.items():
        if _shape(answer) in _NOT_OURS:
            responses[status] = _PROBLEM
        elif status >= FIRST_PROBLEM and JSON in answer.get("content", {}):
            answer["content"] = {PROBLEM_JSON: answer["content"][JSON]}
    if "anonymous" not in operation[ROLES_KEY]:
        operation["security"] = [{SCHEME: []}]
        responses.setdefault("401", _PROBLEM)
        responses.setdefault("403", _PROBLEM)
    for status in _OF_A_BODY if "requestBody" in operation else ():
        responses.setdefault(status, _PROBLEM)
    responses.setdefault("429", _PROBLEM)


def _shape(answer: Mapping[str, Any]) -> str:
    """Name the schema of an answer that refers to one."""
    for content in answer.get("content", {}).values():
        return str(content.get("schema", {}).get("$ref", "")).removeprefix(_REF)
    return ""

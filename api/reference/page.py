"""The reference page's body, drawn from the OpenAPI document alone; asks nothing of any network."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from api.pages import table
from parking.access import ROLES_KEY

_METHODS: Final = ("get", "put", "post", "patch", "delete")
_PARAMETER_HEADS: Final = ("参数 Parameter", "位置 In", "类型 Type", "说明 Description")
_ANSWER_HEADS: Final = ("状态 Status", "说明 Description", "结构 Shape")
_FIELD_HEADS: Final = ("字段 Field", "类型 Type", "必填 Required", "说明 Description")


def reference_body(document: Mapping[str, Any]) -> str:
    """Draw every operation, then every schema."""
    parts = ["<h2>接口 Operations</h2>"]
    for path, item in document["paths"].items():
        parts += [_operation(method, path, item[method]) for method in _METHODS if method in item]
    parts.append("<h2>数据结构 Schemas</h2>")
    schemas = document.get("components", {}).get("schemas", {})
    parts += [_schema(name, schema) for name, schema in schemas.items()]
    return "".join(parts)


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    head = f"<h3><code>{method.upper()} {escape(path)}</code></h3>"
    who = ", ".join(operation.get(ROLES_KEY, ()))
    about = f"<p>{escape(operation.get('summary', ''))} · 角色 Roles: {escape(who)}</p>"
    about += f"<p>{escape(operation.get('description', ''))}</p>"
    parameters = [
        (given["name"], given["in"], _type(given.get("schema", {})), given.get("description", ""))
        for given in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    sent = "".join(
        f"<p>请求体 Body: {escape(media)}, {escape(_type(content.get('schema', {})))}</p>"
        for media, content in body.items()
    )
    return (
        head
        + about
        + (table(_PARAMETER_HEADS, parameters) if parameters else "")
        + sent
        + table(_ANSWER_HEADS, _answers(operation))
    )


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, answer in operation.get("responses", {}).items():
        shapes = {
            _type(content.get("schema", {})) for content in answer.get("content", {}).values()
        }
        yield status, answer.get("description", ""), ", ".join(sorted(shapes))


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    fields = [
        (field, _type(shape), "✓" if field in required else "", shape.get("description", ""))
        for field, shape in schema.get("properties", {}).items()
    ]
    about = escape(schema.get("description", ""))
    return f"<h3><code>{escape(name)}</code></h3><p>{about}</p>" + table(_FIELD_HEADS, fields)


def _type(shape: Mapping[str, Any]) -> str:
    """Say a schema's type in a few words."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in shape:
            return " | ".join(_type(option) for option in shape[choice])
    if "enum" in shape:
        return " | ".join(str(value) for value in shape["enum"])
    if shape.get("type") == "array":
        return f"[{_type(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type") or "any")

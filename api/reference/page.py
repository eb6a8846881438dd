"""The reference page's body, drawn from the OpenAPI document alone; asks nothing of any network."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from api.pages import table
from parking.access import ROLES_KEY

_METHODS: Final = ("get", "put", "post", "patch", "delete")
_PARAMETER_HEADS: Final = (
    "参数 Parameter", "位置 In", "类型 Type", "必填 Required", "说明 Description"
)  # fmt: skip
_ANSWER_HEADS: Final = ("状态 Status", "说明 Description", "结构 Shape")
_FIELD_HEADS: Final = ("字段 Field", "类型 Type", "必填 Required", "说明 Description")


def reference_body(document: Mapping[str, Any]) -> str:
    """Draw every operation, then every schema."""
    parts = ["<h2>接口 Operations</h2>"]
    for path, item in document["paths"].items():
        parts += [_operation(method, path, item[method]) for method in _METHODS if method in item]
    parts.append("<h2>数据结构 Schemas</h2>")
    schemas = document.get("components", {}).get("schemas", {})
    parts += [_schema(name, schema) for name, schema in (_sent_shapes(document) | schemas).items()]
    return "".join(parts)


def _sent_shapes(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Collect the titled objects that stand inside request bodies, by their title."""
    found: dict[str, Mapping[str, Any]] = {}
    for item in document["paths"].values():
        for operation in item.values():
            _collect(operation.get("requestBody", {}).get("content", {}), found)
    return found


def _collect(part: object, found: dict[str, Mapping[str, Any]]) -> None:
    if isinstance(part, Mapping):
        if _is_titled_object(part):
            found.setdefault(part["title"], part)
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            _collect(inner, found)


def _is_titled_object(shape: Mapping[str, Any]) -> bool:
    return isinstance(shape.get("title"), str) and "properties" in shape


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    head = f"<h3><code>{method.upper()} {escape(path)}</code></h3>"
    who = ", ".join(operation.get(ROLES_KEY, ()))
    about = f"<p>{escape(operation.get('summary', ''))} · 角色 Roles: {escape(who)}</p>"
    about += f"<p>{escape(operation.get('description', ''))}</p>"
    parameters = [
        (
            given["name"],
            given["in"],
            _type(given.get("schema", {})),
            "✓" if given.get("required") else "",
            given.get("description", ""),
        )
        for given in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    sent = "".join(_sent(media, content.get("schema", {})) for media, content in body.items())
    return (
        head
        + about
        + (table(_PARAMETER_HEADS, parameters) if parameters else "")
        + sent
        + table(_ANSWER_HEADS, _answers(operation))
    )


def _sent(media: str, shape: Mapping[str, Any]) -> str:
    about = f"<p>请求体 Body: {escape(media)}, {escape(_type(shape))}</p>"
    if "properties" not in shape or _is_titled_object(shape):
        return about
    return about + _fields(shape)


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for status, answer in operation.get("responses", {}).items():
        shapes = {
            _type(content.get("schema", {})) for content in answer.get("content", {}).values()
        }
        yield status, answer.get("description", ""), ", ".join(sorted(shapes))


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    about = escape(schema.get("description", ""))
    return f"<h3><code>{escape(name)}</code></h3><p>{about}</p>" + _fields(schema)


def _fields(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    fields = [
        (field, _type(shape), "✓" if field in required else "", shape.get("description", ""))
        for field, shape in schema.get("properties", {}).items()
    ]
    return table(_FIELD_HEADS, fields)


def _type(shape: Mapping[str, Any]) -> str:
    """Say a schema's type in a few words."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    if _is_titled_object(shape):
        return str(shape["title"])
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in shape:
            return " | ".join(_type(option) for option in shape[choice])
    if "enum" in shape:
        return " | ".join(str(value) for value in shape["enum"])
    if shape.get("type") == "array":
        return f"[{_type(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type") or "any")

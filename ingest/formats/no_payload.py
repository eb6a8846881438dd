"""No payload: documents that describe data and have none, so that people are told just that."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "no_payload"
_SCHEMA: Final = Words(
    "这是 JSON Schema（数据格式的定义），不是数据；请发送实际内容的样本",
    "a JSON Schema: it says what data look like and is none; send a sample of the data",
)
_API: Final = Words(
    "这是 OpenAPI 接口说明，不是数据；请发送接口返回的样本",
    "an OpenAPI description: it says what calls there are; send what one of them answers",
)
_NEAR: Final = 0.55
_SCHEMA_WORDS: Final = frozenset({
    "properties", "allOf", "anyOf", "oneOf", "$defs", "definitions", "$ref", "items",
})  # fmt: skip


def why_no_payload(document: Document) -> Words | None:
    """Say why a JSON document can hold no lot and no value; None where it might."""
    root = document.json
    if not isinstance(root, Mapping):
        return None
    if isinstance(root.get("openapi", root.get("swagger")), str) and (
        {"paths", "components", "info"} & root.keys()
    ):
        return _API
    if isinstance(root.get("$schema"), str) and _SCHEMA_WORDS & root.keys():
        return _SCHEMA
    is_typed = root.get("type") == "object" and isinstance(root.get("properties"), Mapping)
    return _SCHEMA if is_typed and ("$id" in root or "required" in root) else None


def recognise(document: Document) -> Likeness:
    """Be near enough to tell why, and never so near that it would be read."""
    reason = why_no_payload(document)
    return NOT_AT_ALL if reason is None else Likeness(_NEAR, reason)


def read(document: Document, _terms: Terms) -> Publication:
    """Refuse: ValueError with the reason."""
    raise ValueError((why_no_payload(document) or _SCHEMA).en)


FORM: Final = Form(
    name=NAME,
    title=Words("数据定义（不是数据）", "definition of data (no data)"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

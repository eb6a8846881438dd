"""Received: a request's body opened: its text, its encoding and what it holds. Knows no profile.

JSON, forms (urlencoded or multipart) and Base64 of JSON are told by their content.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn

from ingest.interlink.encoding import text_of
from ingest.interlink.forms import Fields, read_form, read_multipart
from ingest.interlink.profile import Encoding
from parking.words import Words

MOST_MEMBERS: Final = 500
_JSON_START: Final = ("{", "[")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")


class UnreadableError(ValueError):
    """The body as a whole cannot be taken; says why in both languages, and quotes nothing."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


@dataclass(frozen=True, slots=True)
class Received:
    """An opened body. Numbers with a point are Decimals: a yuan is no float."""

    document: object
    text: str
    """The JSON as it was sent; empty for a form, whose members are all text."""
    encoding: Encoding | None
    """None where the body is plain ASCII and could be either."""


def open_body(body: bytes, content_type: str = "") -> Received:
    """Open; raises UnreadableError."""
    if content_type.casefold().startswith("multipart/"):
        return _of_fields(*_forms(lambda: read_multipart(body, content_type)))
    text, encoding = _text(body, content_type)
    start = text.lstrip()[:1]
    if start not in _JSON_START and _BASE64.fullmatch(text):
        text, encoding = _text(_from_base64(text), "")
        start = text.lstrip()[:1]
    if start in _JSON_START:
        return Received(read_strictly(text), text, encoding)
    if "=" in text:
        return _of_fields(*_forms(lambda: read_form(body)))
    raise UnreadableError("请求体既不是 JSON 也不是表单", "the body is neither JSON nor a form")


def read_strictly(text: str) -> object:
    """Parse JSON; NaN, repeated members and bottomless nesting are refused."""
    try:
        parsed: object = json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）",
            f"not valid JSON (line {error.lineno}, column {error.colno})",
        ) from error
    except RecursionError as error:
        raise UnreadableError("JSON 嵌套过深", "the JSON is nested too deeply") from error
    except UnreadableError:
        raise
    except ValueError as error:
        raise UnreadableError("JSON 中的数字过长", "a number has thousands of digits") from error
    return parsed


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > MOST_MEMBERS:
        raise UnreadableError("JSON 对象的成员过多", "an object has too many members")
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(
            f"成员 {twice:.40} 重复出现，请只发送一次",
            f"the member {twice:.40} appears twice; send it once",
        )
    return read


def _no_constant(_: str) -> NoReturn:
    raise UnreadableError("JSON 中不能有 NaN 或 Infinity", "NaN and Infinity are no JSON")


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError(
            "请求体既不是 JSON 也不是 Base64", "the body is neither JSON nor Base64"
        ) from error


def _text(body: bytes, content_type: str) -> tuple[str, Encoding | None]:
    try:
        return text_of(body, content_type)
    except ValueError as error:
        raise UnreadableError(
            "请求体既不是 UTF-8 也不是 GB 18030", "the body is neither UTF-8 nor GB 18030"
        ) from error


def _forms(read: Callable[[], tuple[Fields, Encoding | None]]) -> tuple[Fields, Encoding | None]:
    try:
        fields, encoding = read()
    except ValueError as error:
        raise UnreadableError(
            "表单的字段过多，或编码无法识别", "the form has too many fields, or no known encoding"
        ) from error
    if not fields:
        raise UnreadableError("表单中没有文本字段", "the form has no text fields")
    return fields, encoding


def _of_fields(fields: Fields, encoding: Encoding | None) -> Received:
    return Received(_object(fields), "", encoding)


def members_of(document: object) -> Mapping[str, object]:
    """Return a body's members; none where it is a list."""
    return document if isinstance(document, Mapping) else {}

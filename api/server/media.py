"""Whether a body claims to be JSON in UTF-8; one that claims nothing is taken for it."""

from collections.abc import Iterable
from typing import Final

from parking.problems import Problem

NOT_JSON: Final = Problem(
    "unsupported-media", "The body must be JSON in UTF-8; send 'Content-Type: application/json'."
)
_CHARSETS: Final = ("", "utf-8", "utf8", "us-ascii")


def claims_other_media(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether the content type names anything but JSON in UTF-8."""
    for name, value in headers:
        if name == b"content-type":
            return not _is_json(value.decode("latin-1").lower())
    return False


def _is_json(content_type: str) -> bool:
    kind, *parameters = (part.strip() for part in content_type.split(";"))
    charset = next(
        (part.partition("=")[2].strip('" ') for part in parameters if part.startswith("charset")),
        "",
    )
    is_json = kind in {"", "application/json"} or kind.endswith("+json")
    return is_json and charset in _CHARSETS

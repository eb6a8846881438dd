"""Encoding of a vendor's text: UTF-8 or GB 18030, told by the bytes; chance is reckoned with."""

import re
from typing import Final

from ingest.interlink.profile import Encoding

_CHARSET: Final = re.compile(r"charset\s*=\s*\"?(gb\w*|utf-?8)", re.IGNORECASE)
_SHORT_UTF8: Final = re.compile(r"[\u0080-\u07ff]")
_LONG_UTF8: Final = re.compile(r"[\u0800-\U0010ffff]")


def text_of(body: bytes, content_type: str = "") -> tuple[str, Encoding | None]:
    """Decode, and say in which encoding; None for plain ASCII. ValueError for what is neither.

    Two bytes of GB 18030 may be a letter of UTF-8 by chance: 鲁 always is one (³). Chinese takes
    three bytes of UTF-8, so a text of two-byte letters alone is GB 18030, unless the header says
    otherwise.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    if body.isascii():
        return body.decode("ascii"), None
    as_utf8, as_gb = _decoded(body, "utf-8"), _decoded(body, "gb18030")
    if as_utf8 is None and as_gb is None:
        raise ValueError("neither UTF-8 nor GB 18030")
    said = _CHARSET.search(content_type)
    if said is not None:
        is_gb = said[1].casefold().startswith("gb")
    else:
        is_gb = as_utf8 is None or (
            _SHORT_UTF8.search(as_utf8) is not None and _LONG_UTF8.search(as_utf8) is None
        )
    if as_gb is not None and (is_gb or as_utf8 is None):
        return as_gb, "gb18030"
    return as_utf8 or "", "utf-8"


def _decoded(body: bytes, encoding: Encoding) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None

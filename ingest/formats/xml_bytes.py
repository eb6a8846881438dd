"""Bytes of XML brought to UTF-8, whatever encoding they declare, and never a token too long."""

import codecs
import re
from typing import Final

MAX_TOKEN: Final = 2**20
"""Bytes of one tag, comment or instruction, roughly: expat reads a long one again and again."""
_CHUNK: Final = 2**20
_DECLARED: Final = re.compile(
    rb"""^\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']"""
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TWO_BYTES: Final = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}
"""Encodings that are declared where a wider one is meant."""
_TEXT_ENCODINGS: Final = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-[rut]|gb18030|hz|big5hkscs|euc_(jp|kr)|shift_jis|johab"
)


class UnsafeXmlError(Exception):
    """The XML is not read: broken, forbidden, or beyond the limits. The message says what to do."""


def to_utf8(content: bytes) -> bytes:
    """Recode from the encoding that a mark or the declaration names; GB 18030 where none fits."""
    encoding = _encoding_of(content)
    if encoding == "utf-8":
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        written = bytearray()
        for start in range(0, len(content), _CHUNK):
            is_last = start + _CHUNK >= len(content)
            text = decoder.decode(content[start : start + _CHUNK], is_last)
            written += text.encode()
    except (UnicodeError, LookupError) as error:
        raise UnsafeXmlError(f"the XML is not in its encoding {encoding}: {error}") from error
    return bytes(written)


def refuse_long_tokens(written: bytes) -> None:
    """Raise UnsafeXmlError where a tag, a text or a comment is far longer than any real one."""
    for start in range(0, len(written) - MAX_TOKEN, MAX_TOKEN):
        if written.find(b"<", start, start + MAX_TOKEN) < 0:
            raise UnsafeXmlError(f"the XML has more than {MAX_TOKEN} bytes without a tag")
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        place = written.find(opening)
        while place >= 0:
            end = written.find(closing, place)
            if (len(written) if end < 0 else end) - place > MAX_TOKEN:
                raise UnsafeXmlError(f"the XML has a comment of more than {MAX_TOKEN} bytes")
            place = -1 if end < 0 else written.find(opening, end)


def _encoding_of(content: bytes) -> str:
    for mark, encoding in (*_MARKS, *_TWO_BYTES):
        if content.startswith(mark):
            return encoding
    found = _DECLARED.match(content[:300])
    if found is None or found[1].lower().startswith((b"utf-16", b"utf16", b"ucs")):
        # Said to be UTF-16 in bytes that are not: a program wrote what its strings are inside.
        return "utf-8" if _is_utf8(content) else "gb18030"
    declared = found[1].decode()
    try:
        name = codecs.lookup(declared).name
    except LookupError as error:
        raise UnsafeXmlError(f"unknown encoding {declared}; send UTF-8") from error
    name = _WIDER.get(name, name)
    if not _TEXT_ENCODINGS.fullmatch(name):
        raise UnsafeXmlError(f"the encoding {declared} is not read; send UTF-8")
    return name


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
    except UnicodeDecodeError:
        return False
    return True

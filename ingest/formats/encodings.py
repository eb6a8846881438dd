"""Bytes as text where nothing names the encoding: the one whose letters make sense wins."""

from typing import Final

from ingest.registry.rows import UnreadableFileError

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE: Final = 20_000
_WESTERN: Final = frozenset("äöüÄÖÜßéèêëàâáãåæçñíìîïóòôõøúùûÅÆØÉÈÀÇÑ€°²³–“”„’´«»½·")
_GOOD: Final = 0.6


def decode(content: bytes) -> str:
    """Decode UTF-8 (or UTF-16 with its mark), else GB 18030, Big5 or Windows-1252, whichever fits.

    UnreadableFileError where none does.
    """
    if content.startswith(_UTF16_MARKS):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    scores = {
        "gb18030": _common(content, "gb18030", "gb2312", range(0xB0, 0xD8)),
        "big5hkscs": _common(content, "big5hkscs", "big5", range(0xA4, 0xC7)),
        "cp1252": _western(content),
    }
    best = max(scores, key=lambda name: scores[name])
    return _decoded(content, best if scores[best] >= _GOOD else "gb18030")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            "the file is neither UTF-8 nor GB 18030; save it as UTF-8"
        ) from error


def _common(content: bytes, encoding: str, plain: str, leads: range) -> float:
    """Return how much of what is not ASCII is among the commonest Chinese characters."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    text = content[:_SAMPLE].decode(encoding, "ignore")
    foreign = [sign for sign in text if not sign.isascii()]
    common = 0
    for sign in foreign:
        written = sign.encode(plain, "ignore")
        common += bool(written) and (written[0] in leads or written[0] in {0xA1, 0xA3})
    return common / len(foreign) if foreign else 0.0


def _western(content: bytes) -> float:
    """Return how much of what is not ASCII is letters and signs of western Europe."""
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return 0.0
    text = content[:_SAMPLE].decode("cp1252", "ignore")
    foreign = [sign for sign in text if not sign.isascii()]
    return sum(sign in _WESTERN for sign in foreign) / len(foreign) if foreign else 0.0

"""XML of strangers: no DTD, no entities, nothing fetched, and limits on all that can grow.

The limits hold while reading, so that a document made to hurt is refused before it costs anything.
"""

from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from ingest.formats.xml_bytes import UnsafeXmlError, refuse_long_tokens, to_utf8

__all__ = ["UnsafeXmlError", "parse_xml"]

MAX_BYTES: Final = 16 * 2**20
MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 200_000
MAX_ATTRIBUTES: Final = 120_000
MAX_TEXT: Final = 8 * 2**20
"""Characters, of text and of values of attributes together."""
MAX_NAMES: Final = 2_000
MAX_NAME_LENGTH: Final = 500
MAX_NAMESPACES: Final = 5_000
_CHUNK: Final = 64 * 2**10


def parse_xml(content: bytes) -> Element:
    """Parse in whatever encoding it declares; UnsafeXmlError says why it is not read.

    Costs at most about a second and 64 MB, however it is made.
    """
    if len(content) > MAX_BYTES:
        raise UnsafeXmlError(f"the XML is larger than {MAX_BYTES // 2**20} MiB; send it in parts")
    written = to_utf8(content)
    if len(written) > MAX_BYTES:
        raise UnsafeXmlError(f"the XML is larger than {MAX_BYTES // 2**20} MiB; send it in parts")
    if written.count(b"<") > 2 * MAX_ELEMENTS:
        raise UnsafeXmlError(f"the XML has more than {MAX_ELEMENTS} elements; send it in parts")
    refuse_long_tokens(written)
    parser = XMLParser(target=_Limited(), encoding="utf-8", forbid_dtd=True)
    # Without it expat is not asked to hand comments to Python one by one, which is slow.
    parser.parser.DefaultHandlerExpand = None
    try:
        for start in range(0, len(written), _CHUNK):
            parser.feed(written[start : start + _CHUNK])
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise UnsafeXmlError(
            "the XML declares a document type (DTD) or entities, which are not read; take them out"
        ) from error
    except (ParseError, ValueError) as error:
        raise UnsafeXmlError(f"the XML is not well-formed: {error}") from error
    return root


class _Limited:
    """Builds the tree and counts what goes into it."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._names: set[str] = set()
        self._depth = self._elements = self._attributes = self._text = self._namespaces = 0

    def start_ns(self, _prefix: str, uri: str) -> None:
        self._namespaces += 1
        _at_most(self._namespaces, MAX_NAMESPACES, "namespaces")
        _at_most(len(uri), MAX_NAME_LENGTH, "characters in the name of a namespace")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        _at_most(self._depth, MAX_DEPTH, "levels")
        _at_most(self._elements, MAX_ELEMENTS, "elements")
        self._know(tag)
        if attributes:
            self._attributes += len(attributes)
            _at_most(self._attributes, MAX_ATTRIBUTES, "attributes")
            for name, value in attributes.items():
                self._know(name)
                self._text += len(value)
            _at_most(self._text, MAX_TEXT, "characters of text")
        self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._builder.end(tag)

    def data(self, text: str) -> None:
        self._text += len(text)
        _at_most(self._text, MAX_TEXT, "characters of text")
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()

    def _know(self, name: str) -> None:
        if name not in self._names:
            _at_most(len(name), 2 * MAX_NAME_LENGTH, "characters in a name")
            self._names.add(name)
            _at_most(len(self._names), MAX_NAMES, "different names")


def _at_most(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise UnsafeXmlError(f"the XML has more than {limit} {what}, which is not read")

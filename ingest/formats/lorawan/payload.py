"""Finds sensors' messages in a document: JSON, ThingPark's XML, or a log of GET callbacks."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.lorawan.envelopes import Envelope, envelope_of, messages_of, sigfox, thingpark
from ingest.lorawan.fields import Members

CODEC_FILE_MARKS: Final = ("uplinkDecoder", "fPort")
"""Of a description of a codec, as repositories of devices have it: examples, no messages."""


def messages_in(document: Document) -> Iterator[tuple[str, Members, Envelope, float]]:
    """Yield each message with its pointer, the network that writes so, and how sure that is."""
    for pointer, message in _messages(document):
        found = envelope_of(message)
        if found is not None:
            yield pointer, message, *found


def is_codec_file(document: Document) -> bool:
    return all(mark in document.text for mark in CODEC_FILE_MARKS)


def _messages(document: Document) -> Iterator[tuple[str, Members]]:
    if document.xml is not None:
        for element in document.xml.iter():
            if _local(element) == thingpark.WRAPPER:
                yield f"/{thingpark.WRAPPER}", _members(element)
    elif document.kind == "json":
        yield from messages_of(document.json)
    else:
        for line, members in sigfox.queries_in(document.text):
            yield f"/{line}", members


def _members(element: Element) -> dict[str, object]:
    """Return an element as JSON would have it: by local names, text as values."""
    return {
        _local(child): _members(child) if len(child) else (child.text or "").strip()
        for child in element
    }


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]

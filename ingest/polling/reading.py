"""From a feed's bytes to its publication, or why there is none. Runs where a failure harms nobody.

The outcome crosses from one process to another as MessagePack, which builds nothing but data.
"""

from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from geo.datum import Datum
from ingest.formats.catalogue import FORMS, guesses, is_recognised
from ingest.formats.document import Document
from ingest.formats.findings import Finding
from ingest.formats.form import Form, Terms
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from ingest.mapping.applying import apply_mapping
from ingest.polling.checked import checked_mapping
from ingest.polling.outcomes import Failed
from ingest.registry.rows import UnreadableFileError
from parking.polled_feed import AUTO

FINDINGS_KEPT: Final = 200
_LONGEST: Final = 200


class ReadAs(msgspec.Struct, frozen=True):
    """How a feed's bytes are to be read."""

    name: str = ""
    format: str = AUTO
    mapping: str | None = None
    zone: str = "Asia/Shanghai"
    coordsys: Datum = "wgs84"


class Reading(msgspec.Struct, omit_defaults=True):
    """A publication, or the code and the value of the finding that says why there is none."""

    publication: Publication | None = None
    code: str = ""
    value: str = ""

    @property
    def failed(self) -> Failed:
        return Failed(self.code, {"value": self.value})


def read_publication(content: bytes, read_as: ReadAs) -> Reading:
    """Open, recognise and read; every failure of the payload is an outcome."""
    terms = Terms(ZoneInfo(read_as.zone), read_as.coordsys)
    try:
        document = open_document(content, read_as.name)
        if read_as.mapping is not None:
            mapping = checked_mapping(read_as.mapping)
            return Reading(apply_mapping(document, mapping, terms))
        form = _form_of(document, read_as)
        if isinstance(form, str):
            return Reading(code="feed-unrecognised", value=form)
        return Reading(form.read(document, terms))
    except (UnreadableFileError, ValueError, RecursionError) as error:
        return _unreadable(error)
    except MemoryError:
        return Reading(code="feed-unreadable", value="it needs more memory than a feed may")
    except Exception as error:  # noqa: BLE001 - a fault of a format's reader is of that feed alone
        return _unreadable(error)


def encode_reading(reading: Reading) -> bytes:
    """Encode for another process; of many findings the first are kept."""
    publication = reading.publication
    if publication is not None:
        publication.findings = [_plain(one) for one in publication.findings[:FINDINGS_KEPT]]
    return msgspec.msgpack.encode(reading, enc_hook=str)


def decode_reading(encoded: bytes) -> Reading:
    """Decode; raises msgspec.MsgspecError for what is none."""
    return msgspec.msgpack.decode(encoded, type=Reading)


def _form_of(document: Document, read_as: ReadAs) -> Form | str:
    """Find the format, or say what the nearest lacks."""
    if read_as.format != AUTO:
        named = [form for form in FORMS if form.name == read_as.format]
        if not named:
            return read_as.format
        is_kind = document.kind in named[0].kinds
        return named[0] if is_kind else f"{document.kind}, not {read_as.format}"
    found = guesses(document)
    if is_recognised(found):
        return found[0].form
    if not found:
        return document.kind
    lacks = found[0].likeness.lacks
    return f"{found[0].form.name}? {lacks.en if lacks else ''}".strip()


def _unreadable(error: Exception) -> Reading:
    told = str(error) or type(error).__name__
    return Reading(code="feed-unreadable", value=told[:_LONGEST])


def _plain(finding: Finding) -> Finding:
    places = {name: str(value)[:_LONGEST] for name, value in finding.places.items()}
    return Finding(finding.code, finding.pointer[:_LONGEST], finding.lot_id, places)

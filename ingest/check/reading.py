"""Reads a payload in whatever format it is, or by a mapping; or says why it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.check.oddities import why_not_opened, why_nothing
from ingest.check.unopened import unopened
from ingest.formats.catalogue import FORMS, Guess, guesses, is_recognised
from ingest.formats.document import Document
from ingest.formats.findings import Finding
from ingest.formats.form import Form, Terms
from ingest.formats.no_payload import why_no_payload
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from ingest.mapping.applying import FORMAT as MAPPED
from ingest.mapping.applying import apply_mapping
from ingest.mapping.guessing import guess_mapping
from ingest.mapping.model import Mapping
from ingest.mapping.reading import read_mapping
from ingest.mapping.writing import to_toml
from ingest.registry.rows import UnreadableFileError
from parking.words import Words

AUTO: Final = "auto"
GUESSED: Final = frozenset({"geojson", "records", "sheet"})
"""Formats read by a mapping that is guessed."""
_BY_MAPPING: Final = Words("按映射文件读取", "read by a mapping file")
_UNKNOWN: Final = Words(
    "不属于任何已知格式；可写一个映射文件，或改用原生 JSON",
    "in no format that is known; write a mapping file, or send the native JSON",
)


class UnknownFormatError(ValueError):
    """There is no format of that name."""


class BadMappingError(ValueError):
    """The mapping file is none; `findings` say what is wrong with it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0].to_dict()
        super().__init__(f"the mapping, {first['pointer']}: {first['message']}; {first['mend']}")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How to read: `format_name` or a `mapping` where a person says so, and what else is known."""

    terms: Terms
    format_name: str = AUTO
    mapping: bytes | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, under the format's title; `mapping` is the one that was guessed, as TOML."""

    publication: Publication
    title: Words
    mapping: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Why it could not be read, and the name of the format it is most like."""

    lacks: Words
    nearest: str | None = None


def read_payload(content: bytes, name: str, read_as: ReadAs) -> Read | Unread:
    """Open, recognise and read. UnknownFormatError and BadMappingError are the caller's fault."""
    mapping = None if read_as.mapping is None else mapping_of(read_as.mapping)
    form = None if read_as.format_name == AUTO else form_named(read_as.format_name)
    try:
        document = open_document(content, name)
    except UnreadableFileError as error:
        return Unread(why_not_opened(content) or unopened(str(error)))
    if mapping is not None:
        return _mapped(document, mapping, read_as.terms)
    if form is not None:
        return _formed(form, document, read_as.terms)
    reason = why_no_payload(document)
    if reason is not None:
        return Unread(reason)
    found = guesses(document)
    if not is_recognised(found):
        odd = why_nothing(document)
        return _unrecognised(found) if odd is None else Unread(odd)
    return _formed(found[0].form, document, read_as.terms)


def form_named(name: str) -> Form:
    """Find a format by its name."""
    for form in FORMS:
        if form.name == name:
            return form
    known = ", ".join(form.name for form in FORMS)
    raise UnknownFormatError(f"there is no format {name!r:.60}; known are {known}")


def mapping_of(content: bytes) -> Mapping:
    """Read a mapping file; BadMappingError for one that is none."""
    mapping = read_mapping(content)
    if isinstance(mapping, Mapping):
        return mapping
    raise BadMappingError(mapping)


def _mapped(document: Document, mapping: Mapping, terms: Terms) -> Read | Unread:
    try:
        return Read(apply_mapping(document, mapping, terms), _BY_MAPPING)
    except ValueError as error:
        return Unread(_unreadable(error), MAPPED)


def _formed(form: Form, document: Document, terms: Terms) -> Read | Unread:
    if document.kind not in form.kinds:
        kinds = sorted(form.kinds)
        lacks = Words(
            f"该格式应为 {'、'.join(kinds)}，收到的是 {document.kind}",
            f"the format is {' or '.join(kinds)}, this is {document.kind}",
        )
        return Unread(lacks, form.name)
    try:
        publication = form.read(document, terms)
    except ValueError as error:
        return Unread(_unreadable(error), form.name)
    guess = guess_mapping(document) if form.name in GUESSED else None
    return Read(publication, form.title, None if guess is None else to_toml(guess.mapping))


def _unreadable(error: ValueError) -> Words:
    return Words(f"无法读取：{error}", f"cannot be read: {error}")


def _unrecognised(found: Sequence[Guess]) -> Unread:
    if not found:
        return Unread(_UNKNOWN)
    return Unread(found[0].likeness.lacks or _UNKNOWN, found[0].form.name)

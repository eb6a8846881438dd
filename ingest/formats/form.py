"""Form: what every format folder offers: its names, how to recognise it, how to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from geo.datum import Datum
from ingest.formats.document import Document, DocumentKind
from ingest.formats.publication import Publication
from parking.words import Words

CHINA: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known beside the payload: how to read what it leaves open. There is no clock here."""

    zone: ZoneInfo = CHINA
    """Of local times without an offset."""
    coordsys: Datum = "wgs84"
    """Of coordinates that do not say theirs, where the format does not fix it."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a document looks like a format: 1 it is, 0 not at all; `lacks` says what is missing.

    Two formats may claim the same document; the greater score wins, so a form's own marks (a
    namespace, an envelope's fields) are worth more than words that many use.
    """

    score: float
    lacks: Words | None = None


NOT_AT_ALL = Likeness(0.0)
IT_IS = Likeness(1.0)


@dataclass(frozen=True, slots=True)
class Form:
    """One format. `read` takes a document it was recognised in, or that a person named it for.

    It raises ValueError only where nothing of the document can be used; all else is findings.
    """

    name: str
    """Stable, `[a-z0-9_]+`, as `--format` takes it."""
    title: Words
    kinds: frozenset[DocumentKind]
    recognise: Callable[[Document], Likeness]
    read: Callable[[Document, Terms], Publication]

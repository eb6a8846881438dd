"""Reads a document by the mapping that is guessed for it, as the generic formats do."""

from ingest.formats.document import Document
from ingest.formats.form import Likeness, Terms
from ingest.formats.publication import Publication
from ingest.mapping.applying import apply_mapping
from ingest.mapping.datum_hint import is_unsaid
from ingest.mapping.guessing import Guess, guess_mapping
from ingest.mapping.scoring import ENOUGH
from parking.words import Words

_NONE = Words("没有任何记录", "there are no records in it")


def likeness_of(document: Document) -> Likeness:
    """Return how likely the document is a list of lots."""
    guess = guess_mapping(document)
    if guess is None:
        return Likeness(0.05, _NONE)
    return Likeness(guess.score, guess.lacks if guess.score < ENOUGH else None)


def read_guessed(document: Document, terms: Terms, format_name: str) -> Publication:
    """Guess and read; ValueError where there is nothing to be guessed."""
    guess = guess_mapping(document)
    if guess is None or "lot_id" not in guess.mapping.fields:
        told = guess.lacks if guess is not None and guess.lacks is not None else _NONE
        raise ValueError(told.en)
    if guess.not_cars is not None:
        publication = Publication(format_name)
        publication.find("not-parking", "", None, value=guess.not_cars)
        return publication
    publication = apply_mapping(document, guess.mapping, terms, format_name=format_name)
    _tell_doubts(guess, publication)
    if terms.coordsys == "wgs84" and is_unsaid(guess.mapping, publication.lots):
        publication.find("datum-unsaid", "", None)
    return publication


def _tell_doubts(guess: Guess, publication: Publication) -> None:
    for doubt in guess.doubts:
        publication.find(doubt.code, "", None, **doubt.places)

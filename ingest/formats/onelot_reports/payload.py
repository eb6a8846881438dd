"""Our own words of a report, and the envelope they come in."""

from collections.abc import Mapping, Sequence
from typing import Final

from parking.report import KIND_TYPES

ENVELOPE: Final = "reports"


def enveloped(document: object) -> Sequence[object] | None:
    """Return what the envelope holds; None where there is none."""
    listed = document.get(ENVELOPE) if isinstance(document, Mapping) else None
    return listed if isinstance(listed, list) else None


def bare(document: object) -> Sequence[object]:
    """Return reports that stand without their envelope: one alone, or a list."""
    listed = document if isinstance(document, list) else [document]
    return listed if listed and all(is_report(item) for item in listed[:50]) else ()


def is_report(item: object) -> bool:
    """Tell by the fields that every report has."""
    return isinstance(item, Mapping) and str(item.get("kind")) in KIND_TYPES and "lot_id" in item

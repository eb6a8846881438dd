"""Documents written in place, and what a mapping makes of them."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.formats.document import Document
from ingest.formats.findings import Finding
from ingest.formats.form import Terms
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from ingest.mapping.applying import apply_mapping
from ingest.mapping.model import Mapping
from ingest.mapping.reading import read_mapping

SHARED = Path("/work/shared/data")
SHIPPED = Path(__file__).parents[3] / "docs" / "feeds" / "mappings"
real_data = pytest.mark.skipif(not SHARED.exists(), reason="the real data sets are not here")
CHINA = Terms()
BERLIN = Terms(zone=ZoneInfo("Europe/Berlin"))


def opened(content: object, name: str = "") -> Document:
    """Open bytes, text, or anything else as JSON."""
    if isinstance(content, bytes):
        return open_document(content, name)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return open_document(text.encode(), name)


def mapped(toml: str) -> Mapping:
    """Read a mapping that is right."""
    mapping = read_mapping(toml.encode())
    assert isinstance(mapping, Mapping), [finding.to_dict() for finding in mapping]
    return mapping


def complaints(toml: str) -> list[Finding]:
    """Read a mapping that is wrong."""
    found = read_mapping(toml.encode())
    assert isinstance(found, list)
    return found


def applied(content: object, toml: str, terms: Terms = CHINA) -> Publication:
    return apply_mapping(opened(content), mapped(toml), terms)


def shipped(name: str) -> Mapping:
    return mapped((SHIPPED / f"{name}.toml").read_text())


def codes(publication: Publication) -> list[str]:
    return [finding.code for finding in publication.findings]


def lots(publication: Publication) -> dict[str, dict]:
    return {str(row.fields["lot_id"]): dict(row.fields) for row in publication.lots}


def reports(publication: Publication) -> dict[str, dict]:
    return {str(row.fields["lot_id"]): dict(row.fields) for row in publication.reports}

"""Whatever a sender leaves out, repeats or breaks: what is read is taken, nothing falls over."""

import random
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.datex2_light.mapping import FORM as LIGHT
from ingest.formats.datex2_v2_facility.mapping import FORM as FACILITY
from ingest.formats.datex2_v2_parking_record.mapping import FORM as RECORD
from ingest.formats.datex2_v3.mapping import FORM as V3
from ingest.formats.datex2_v3_old_names.mapping import FORM as OLD_NAMES
from ingest.formats.document import Document
from ingest.formats.form import Form, Terms
from ingest.formats.rss_parkleitsystem.mapping import FORM as RSS
from ingest.formats.siri_fm.mapping import FORM as SIRI
from ingest.formats.wfs_gml.mapping import FORM as WFS
from tests.ingest.formats.reading import Read, assert_is_taken, opened

HERE = Path(__file__).parent
XML_FORMS = [RECORD, FACILITY, OLD_NAMES, V3, SIRI, WFS, RSS]
VALUES = [
    "", "-1", "0", "7", "287.0", "1e9", "999999999", "many", "true", "closed", "full", "nan",
    "2026-11-21T09:00:00", "24:00:00", "100", "名" * 300, "\u202e", "x y", "-0.5",
]  # fmt: skip


def sample_of(form: Form) -> Element:
    document = opened(HERE / form.name / "jinan.xml")
    assert document.xml is not None
    return document.xml


def broken(root: Element, luck: random.Random) -> Element:
    """Drop, repeat, swap and overwrite some elements, texts and attributes."""
    parents = [element for element in root.iter() if len(element)]
    for _ in range(luck.randrange(1, 25)):
        parent = luck.choice(parents)
        if not len(parent):
            continue
        chosen = luck.choice(list(parent))
        change = luck.randrange(5)
        if change == 0:
            parent.remove(chosen)
        elif change == 1:
            parent.append(chosen)
        elif change == 2:
            chosen.text = luck.choice(VALUES)
        elif change == 3 and chosen.attrib:
            chosen.attrib.pop(luck.choice(list(chosen.attrib)))
        else:
            chosen[:] = luck.sample(list(chosen), len(chosen))
    return root


@pytest.mark.parametrize("form", XML_FORMS, ids=lambda form: form.name)
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_broken_xml_is_read_as_far_as_it_goes(form: Form, seed: int):
    root = broken(sample_of(form), random.Random(seed))
    document = Document("xml", xml=root)
    if form.recognise(document).score >= 0.6:
        assert_is_taken(form.read(document, Terms()))


@pytest.mark.parametrize("form", [LIGHT, V3, SIRI], ids=lambda form: form.name)
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_broken_json_is_read_as_far_as_it_goes(form: Form, seed: int):
    value = opened(HERE / form.name / "jinan.json").json
    assert isinstance(value, dict)
    luck = random.Random(seed)
    document = Document("json", json={k: _broken_json(v, luck) for k, v in value.items()})
    if form.recognise(document).score >= 0.6:
        assert_is_taken(form.read(document, Terms()))


@pytest.mark.parametrize("form", XML_FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("change", ["no namespaces", "more elements"])
def test_namespaces_and_unknown_elements_change_nothing(form: Form, change: str):
    before = Read(form.read(Document("xml", xml=sample_of(form)), Terms()))
    root = sample_of(form)
    for element in root.iter():
        CHANGES[change](element)
    document = Document("xml", xml=root)
    after = Read(form.read(document, Terms()))
    assert after.lots.keys() == before.lots.keys()
    assert after.open == before.open
    free = {
        lot: {s["space_class"]: s.get("free") for s in said} for lot, said in after.spaces.items()
    }
    assert free == {
        lot: {s["space_class"]: s.get("free") for s in said} for lot, said in before.spaces.items()
    }


def _without_namespace(element: Element) -> None:
    element.tag = element.tag.rpartition("}")[2]


def _noted(element: Element) -> None:
    """Put elements that nobody knows before and behind those that are there."""
    if len(element) > 1:
        element.insert(0, Element("x-unknown"))
        element.append(Element("x-unknown"))


CHANGES: dict[str, Callable[[Element], None]] = {
    "no namespaces": _without_namespace,
    "more elements": _noted,
}


def _broken_json(value: object, luck: random.Random) -> object:
    if luck.random() < 0.02:
        return luck.choice([*VALUES, None, [], {}, 3.5, True])
    if isinstance(value, dict):
        return {k: _broken_json(v, luck) for k, v in value.items() if luck.random() > 0.03}
    if isinstance(value, list):
        return [_broken_json(inner, luck) for inner in value]
    return value

"""From Liipi to ours: facilities are lots, the utilizations of one facility are one snapshot."""

from collections.abc import Iterable, Mapping
from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.liipi.facility import describe
from ingest.formats.liipi.payload import (
    CLASSES,
    PARK_AND_RIDE,
    is_facility,
    is_ours,
    is_prediction,
)
from ingest.formats.lot_facts import opening, snapshot, space
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "liipi"
_FORECAST: Final = Likeness(
    0.5,
    Words(
        "这是 Liipi 的预测值而不是观测值；请改用 /utilizations",
        "these are Liipi's predictions, no observations; ask for /utilizations",
    ),
)


def recognise(document: Document) -> Likeness:
    found = records_of(document.json, is_record=is_ours)
    objects = [element for _, element in found if isinstance(element, Mapping)]
    if objects and all(is_prediction(element) for element in objects):
        return _FORECAST
    return likeness_of(found, is_ours)


def read(document: Document, terms: Terms) -> Publication:
    """Read facilities and utilizations, in one payload or in two."""
    publication = Publication(NAME)
    utilizations: dict[str, list[Facts]] = {}
    for facts in facts_of(publication, records_of(document.json, is_record=is_ours), terms.zone):
        name = "id" if is_facility(facts.members) else "facilityId"
        lot_id = facts.text(name)
        if lot_id is None:
            facts.find("no-id", field=name)
        elif is_facility(facts.members):
            describe(facts.of(lot_id))
        else:
            utilizations.setdefault(lot_id, []).append(facts.of(lot_id))
    for of_lot in utilizations.values():
        _count(of_lot)
    return publication


def _count(utilizations: list[Facts]) -> None:
    """Add a snapshot for each moment: as a rule all utilizations of a facility share theirs."""
    chosen = _chosen(utilizations)
    if not chosen:
        utilizations[0].find("not-parking", value=utilizations[0].word("capacityType"))
    by_moment: dict[str | None, list[tuple[str, Facts]]] = {}
    for space_class, facts in chosen.items():
        by_moment.setdefault(facts.moment("timestamp"), []).append((space_class, facts))
    for observed_at, counted in by_moment.items():
        spaces = [one for space_class, facts in counted for one in _space(space_class, facts)]
        opening(counted[0][1], _is_open(facts for _, facts in counted), observed_at)
        snapshot(counted[0][1], spaces, observed_at, "timestamp")


def _chosen(utilizations: list[Facts]) -> dict[str, Facts]:
    """Choose one utilization of each class: usages may share spaces; park and ride comes first."""
    chosen: dict[str, Facts] = {}
    for facts in utilizations:
        space_class = CLASSES.get(facts.word("capacityType"))
        if space_class is None:
            continue
        if space_class in chosen:
            facts.find("ignored-part", "usage", value=f"usage={facts.get('usage')}")
        if space_class not in chosen or facts.word("usage") == PARK_AND_RIDE:
            chosen[space_class] = facts
    return chosen


def _space(space_class: str, facts: Facts) -> list[dict[str, object]]:
    return space(space_class, facts.count("spacesAvailable"), facts.count("capacity"))


def _is_open(counted: Iterable[Facts]) -> bool | None:
    said = {facts.flag("openNow") for facts in counted} - {None}
    return any(said) if said else None


FORM: Final = Form(
    name=NAME,
    title=Words("Liipi（芬兰换乘停车）", "Liipi (Finnish park and ride)"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

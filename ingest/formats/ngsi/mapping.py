"""From NGSI to ours: sites are lots, groups their classes, spots their bays, accesses entrances."""

from collections.abc import Sequence
from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.ngsi.entities import Entity, entities, found_in, id_of, is_ours
from ingest.formats.ngsi.groups import Group, add_groups, group_of
from ingest.formats.ngsi.payload import ACCESS, GROUP, SITE_REFERENCES, SITES
from ingest.formats.ngsi.sites import add_site, place_of
from ingest.formats.ngsi.spots import add_spot
from ingest.formats.payload_records import likeness_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "ngsi"


def recognise(document: Document) -> Likeness:
    return likeness_of(found_in(document.json), is_ours)


def read(document: Document, terms: Terms) -> Publication:
    """Read the entities of all kinds, in any order."""
    publication = Publication(NAME)
    found = list(entities(found_in(document.json)))
    told = [
        (entity, Facts(publication, entity.pointer, entity.values, terms.zone)) for entity in found
    ]
    sites, others = _parted(told)
    groups: dict[str, list[Group]] = {}
    entrances: dict[str, list[dict[str, object]]] = {}
    for entity, facts in others:
        site = _site_of(facts)
        if entity.kind == GROUP:
            _note_group(entity, facts, site, groups)
        elif entity.kind == ACCESS:
            _note_entrance(facts, site, entrances, {one.entity_id for one, _ in sites})
        else:
            add_spot(entity, facts, site)
    for entity, facts in sites:
        if entity.entity_id is None:
            facts.find("no-id", "id", field="id")
        else:
            site = entity.entity_id
            add_site(entity, facts.of(site), groups.pop(site, []), entrances.get(site, []))
    for site, alone in groups.items():
        add_groups(site, alone)
    return publication


_Told = tuple[Entity, Facts]


def _parted(told: Sequence[_Told]) -> tuple[list[_Told], list[_Told]]:
    sites = [(entity, facts) for entity, facts in told if entity.kind in SITES]
    return sites, [(entity, facts) for entity, facts in told if entity.kind not in SITES]


def _site_of(facts: Facts) -> str | None:
    return next((site for name in SITE_REFERENCES if (site := id_of(facts.get(name)))), None)


def _note_group(
    entity: Entity, facts: Facts, site: str | None, groups: dict[str, list[Group]]
) -> None:
    if site is None:
        facts.find("bad-record", "refParkingSite", value="refParkingSite is missing")
    else:
        groups.setdefault(site, []).append(group_of(entity, facts.of(site)))


def _note_entrance(
    facts: Facts,
    site: str | None,
    entrances: dict[str, list[dict[str, object]]],
    sites: set[str | None],
) -> None:
    place = place_of(facts)
    if site is not None and site in sites and "lat" in place:
        entrances.setdefault(site, []).append(place)
    else:
        facts.find("ignored-part", value=f"an entrance of {site}, which is not in the payload")


FORM: Final = Form(
    name=NAME,
    title=Words("NGSI-LD 与 NGSI-v2 停车实体", "NGSI-LD and NGSI-v2 parking entities"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

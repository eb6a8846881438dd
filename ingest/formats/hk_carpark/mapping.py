"""From Hong Kong's vacancies to ours; what a car park is, is `info.py`'s."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.hk_carpark.info import describe, is_info
from ingest.formats.hk_carpark.payload import (
    CLOSED,
    FLAGGED,
    HOURLY,
    IDS,
    MONTHLY,
    is_ours,
    records,
    vacancies,
)
from ingest.formats.lot_facts import opening, snapshot, space
from ingest.formats.payload_records import facts_of, likeness_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "hk_carpark"
_ZONE: Final = ZoneInfo("Asia/Hong_Kong")
Spaces = list[dict[str, object]]


def recognise(document: Document) -> Likeness:
    return likeness_of(records(document.json), is_ours)


def read(document: Document, _terms: Terms) -> Publication:
    """Read `data=info` and `data=vacancy`, in the present form and in the older files'."""
    publication = Publication(NAME)
    for facts in facts_of(publication, records(document.json), _ZONE, is_zone_known=True):
        lot_id = next((told for name in IDS if (told := facts.text(name))), None)
        if lot_id is None:
            facts.find("no-id", field=IDS[0])
            continue
        if is_info(facts.members):
            describe(facts.of(lot_id))
        _count(facts.of(lot_id))
    return publication


def _count(facts: Facts) -> None:
    """Add a snapshot for each moment that the classes of the car park were counted at."""
    by_moment: dict[str | None, Spaces] = {}
    is_open: dict[str | None, bool] = {}
    for place, space_class, members in vacancies(facts.members):
        if not {"vacancy", "vacancy_type"} & members.keys():
            continue
        vacancy = replace(facts, pointer=facts.pointer + place, members=members)
        category = vacancy.word("category")
        if category not in {*HOURLY, MONTHLY}:
            vacancy.find("ignored-part", "category", value=f"category={category}")
            continue
        observed_at = vacancy.moment("lastupdate")
        if space_class == "general" and category != MONTHLY:
            _note_open(is_open, observed_at, vacancy)
        counted = _spaces(vacancy, "monthly" if category == MONTHLY else space_class)
        by_moment.setdefault(observed_at, []).extend(counted)
    for moment, state in is_open.items():
        opening(facts, state, moment)
    for moment, spaces in by_moment.items():
        snapshot(facts, _once(spaces), moment, "lastupdate")


def _note_open(is_open: dict[str | None, bool], moment: str | None, vacancy: Facts) -> None:
    if vacancy.get("vacancy_type") == CLOSED:
        is_open[moment] = False
    elif vacancy.get("vacancy_type") == FLAGGED and vacancy.number("vacancy") == 1:
        is_open[moment] = True


def _spaces(vacancy: Facts, space_class: str) -> Spaces:
    """Read what is vacant: `vacancy` includes charging spaces, accessible ones stand beside it."""
    kind = vacancy.get("vacancy_type")
    free = None if kind == CLOSED else vacancy.count("vacancy")
    if kind == FLAGGED and free:
        vacancy.find("no-count", "vacancy", field="vacancy (vacancy_type A)")
        return []
    charging = vacancy.count("vacancyEV") if kind != CLOSED else None
    apart = charging if free is not None and charging is not None and charging <= free else 0
    general = None if free is None else free - (apart or 0)
    spaces = space(space_class, general)
    if space_class != "general" or kind == CLOSED:
        return spaces
    return [
        *spaces,
        *space("charging", charging),
        *space("accessible", vacancy.count("vacancyDIS")),
        *space("loading", vacancy.count("vacancyUNL")),
    ]


def _once(spaces: Spaces) -> Spaces:
    """Keep the first count of each class: a snapshot names a class once."""
    classes: Mapping[object, dict[str, object]] = {
        one["space_class"]: one for one in reversed(spaces)
    }
    return list(reversed(list(classes.values())))


FORM: Final = Form(
    name=NAME,
    title=Words("香港停车场资料与空位", "Hong Kong car park info and vacancy"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

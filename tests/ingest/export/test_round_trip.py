"""Our export read by our own importer gives the same lots and values, as far as a format can say.

What a format has no word for is named where its trip is described.
"""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingest.export.shown import FOR_ANYBODY, Shown, class_counts, is_onstreet
from ingest.export.weekly_hours import weekly_hours
from ingest.formats.catalogue import guesses
from ingest.formats.form import Terms
from ingest.formats.opening import open_document
from ingest.formats.publication import Publication
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.vocabulary import SpaceClass
from tests.ingest.export.samples import FULL_TARIFF, SQUARE, distinct, lot, seen_lots, shown
from tests.ingest.export.trips import (
    CDS,
    DATEX2,
    NGSI,
    ONELOT,
    PARKAPI_V1,
    PARKAPI_V3,
    TRIPS,
    Trip,
    datex2,
)

Counts = dict[SpaceClass, tuple[int, int | None]]


def read(trip: Trip, seen: list[Shown]) -> list[Publication]:
    publications = []
    for body in trip.documents(seen):
        document = open_document(body)
        assert trip.form.recognise(document).score == 1
        publications.append(trip.form.read(document, Terms()))
    return publications


def drafts_of(publications: list[Publication]) -> dict[str, LotDraft]:
    drafts = {}
    for publication in publications:
        for row in publication.lots:
            draft = read_draft(row.fields, DraftRules())
            assert isinstance(draft, LotDraft), draft
            drafts[draft.lot_id] = draft
    return drafts


def expected_counts(trip: Trip, one: Shown) -> Counts:
    seen = one.availability
    counts: Counts = {}
    if trip.form is ONELOT and seen.kind not in {"measured", "derived"}:
        return counts  # nobody has observed it
    if trip.form is CDS and seen.state == "closed":
        return counts  # it has no word for closed, and no space is available
    if seen.free is not None and not trip.tells_shared:
        counts["general"] = (seen.free, seen.capacity)
    for name, count in seen.by_class.items():
        ours = name if trip.tells_shared else trip.becomes.get(name, name)
        is_in_whole = name in FOR_ANYBODY and not trip.tells_shared
        if is_in_whole or ours is None or count.free is None:
            continue
        free, capacity = counts.get(ours, (0, 0))
        known = None if capacity is None or count.capacity is None else capacity + count.capacity
        counts[ours] = (free + count.free, known)
    return counts


def without_zeros(counts: Counts) -> Counts:
    """A 0 of a closed lot may be taken for "closed" once more, as it is in many feeds; so may one
    of a lot without data be taken for none."""
    return {name: count for name, count in counts.items() if count[0]}


def expected_capacity(trip: Trip, one: Shown) -> object:
    """The registered spaces, but where a format has but one number for these and the counted."""
    total = one.availability.capacity
    if trip.form is PARKAPI_V1:
        beside = {
            count.space_class: count.capacity
            for count in class_counts(one)
            if count.space_class not in FOR_ANYBODY and count.capacity is not None
        }
        return beside if total is None else {"general": total, **beside}
    known = one.lot.capacity
    if trip.form in {PARKAPI_V3, CDS, NGSI}:  # say what is counted where nothing is registered
        known = {count.space_class: count.capacity for count in class_counts(one)}
    capacity: dict[SpaceClass, int] = {}
    for name, count in known.items():
        ours = trip.becomes.get(name, name)
        if ours is not None:
            capacity[ours] = capacity.get(ours, 0) + count
    if trip.form is NGSI and "general" in capacity and total is not None:
        capacity["general"] = total
    return capacity


def expected_facts(trip: Trip, one: Shown) -> dict[str, object]:
    """What differs from the lot itself, as the format cannot say it."""
    hours = weekly_hours(one.lot.opening_hours or "") or one.lot.opening_hours
    told = {
        "capacity": expected_capacity(trip, one),
        "hours": None
        if trip.form is DATEX2 and hours == one.lot.opening_hours != "24/7"
        else hours,
        "operator_id": "op",
    }
    if trip.form is not ONELOT:
        told["structure"] = "onstreet" if is_onstreet(one.lot) else one.lot.structure
    return told


def fact(trip: Trip, name: str, lot: object) -> object:
    match name:
        case "place":
            lat, lon = lot.lat, lot.lon
            return None if lat is None else (round(lat, 6), round(lon, 6))
        case "hours":
            return weekly_hours(lot.opening_hours or "") or lot.opening_hours
        case "onstreet":
            return is_onstreet(lot)
        case "entrances":
            points = [(round(e["lat"], 6), round(e["lon"], 6)) for e in lot.entrances or ()]
            return points or None
        case _:
            return getattr(lot, name)


def check_lots(trip: Trip, seen: list[Shown], drafts: dict[str, LotDraft]) -> None:
    assert drafts.keys() == {trip.lot_id(one) for one in seen}
    for one in seen:
        draft = drafts[trip.lot_id(one)]
        told = expected_facts(trip, one)
        for name in trip.facts:
            wanted = told[name] if name in told else fact(trip, name, one.lot)
            assert fact(trip, name, draft) == wanted, (name, one.lot)


def check_values(trip: Trip, seen: list[Shown], publications: list[Publication]) -> None:
    counts: dict[str, Counts] = {}
    times, openings = {}, {}
    for publication in publications:
        for row in publication.reports:
            report = row.fields
            lot_id = str(report["lot_id"])
            assert lot_id not in counts, "one lot, one report"
            counts[lot_id] = {
                space["space_class"]: (space["free"], space.get("capacity"))
                for space in report["spaces"]
            }
            times[lot_id] = report.get("observed_at")
        openings |= {opening.lot_id: opening.is_open for opening in publication.openings}
    for one in seen:
        lot_id, availability = trip.lot_id(one), one.availability
        told, wanted = counts.get(lot_id, {}), expected_counts(trip, one)
        if availability.state == "closed" or (
            trip.form is PARKAPI_V1 and availability.state == "unknown"
        ):
            told, wanted = without_zeros(told), without_zeros(wanted)
        assert told == wanted, one
        if trip.has_time and times.get(lot_id) and availability.observed_at:
            observed = datetime.fromisoformat(str(times[lot_id]))
            apart = observed - datetime.fromisoformat(availability.observed_at)
            assert abs(apart.total_seconds()) < 0.001
        if trip.has_openings:
            is_open = {"closed": False, "unknown": None}.get(availability.state, True)
            assert openings.get(lot_id) == is_open


@pytest.mark.parametrize("name", TRIPS)
@settings(max_examples=20, phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_what_goes_out_comes_back(name, data):
    trip = TRIPS[name]
    one = seen_lots(trip.classes, placed=trip.needs_place)
    seen = distinct(data.draw(st.lists(one, min_size=1, max_size=3)))
    if trip.is_for_kerbs:
        seen = [replace(one, lot=replace(one.lot, lot_class="onstreet")) for one in seen]
    publications = read(trip, seen)
    check_lots(trip, seen, drafts_of(publications))
    if trip.has_values:
        check_values(trip, seen, publications)


@pytest.mark.parametrize("name", TRIPS)
def test_a_garage_comes_back_with_its_classes(name):
    trip = TRIPS[name]
    kind = {"lot_class": "onstreet"} if trip.form is CDS else {"structure": "underground"}
    capacity = {"general": 100} | ({} if len(trip.classes) < 3 else {"accessible": 4})
    a_lot = lot(
        "370102-P-1", name="泉城路停车场", capacity=capacity, address="泉城路1号",
        opening_hours="Mo-Fr 08:00-20:00", tariff=FULL_TARIFF, outline=SQUARE, **kind,
    )  # fmt: skip
    seen = [shown(a_lot, dict.fromkeys(capacity, 3))]
    publications = read(trip, seen)
    check_lots(trip, seen, drafts_of(publications))
    if trip.has_values:
        check_values(trip, seen, publications)


@pytest.mark.parametrize("name", TRIPS)
def test_what_goes_out_is_recognised_without_being_told(name):
    trip = TRIPS[name]
    for body in trip.documents([shown(lot(structure="surface"), {"general": 3})]):
        assert guesses(open_document(body))[0].form is trip.form


def test_a_status_alone_tells_whose_classes_it_counts():
    """The table is another document, which is asked for less often."""
    seen = [shown(lot(capacity={"general": 100, "charging": 9}), {"general": 40, "charging": 2})]
    status = DATEX2.read(open_document(datex2(seen)[1]), Terms())
    check_values(TRIPS["datex2"], seen, [status])

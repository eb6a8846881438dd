"""DATEX II v3 statuses: those of a lot and of its parts are brought together, none counts twice."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.counts import NOTHING, Count, occupancy_of, read_count
from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.statuses import Status, tell, tell_bay
from ingest.formats.datex2_v3.descriptions import spaces_in
from ingest.formats.datex2_v3.payload import TIME, Hierarchy, Part, named_class
from ingest.formats.xml_reading import attribute, child, either, text, texts, type_of
from parking.vocabulary import SpaceClass

_GRADED: Final = "numberOfVacantSpacesGraded"
_OCCUPIED: Final = {"true": "occupied", "1": "occupied", "false": "free", "0": "free"}


@dataclass(slots=True)
class _Lot:
    """What has been said of one lot so far, by its own status and by those of its parts."""

    own: Status | None = None
    parts: list[tuple[SpaceClass, Status]] = field(default_factory=list)
    bays: list[Status] = field(default_factory=list)


@dataclass(slots=True)
class States:
    """Takes statuses one by one, then tells them lot by lot."""

    reader: Reader
    hierarchy: Hierarchy
    lots: dict[str, _Lot] = field(default_factory=dict)

    def take(self, element: Element) -> None:
        """Sort a status to its lot; campuses are sums, and accesses have no spaces."""
        part_id = attribute(child(element, "reference"), "id")
        if part_id is None:
            self.reader.find("no-id", element, None, field="reference")
            return
        part, kind = self.hierarchy.parts.get(part_id), type_of(element)
        if kind == "CampusStatus" or (part is not None and part.kind == "Campus"):
            self.reader.find("aggregate", element, part_id, value="Campus")
        elif kind != "AccessStatus" and (part is None or part.is_parking):
            self._sort(element, part_id, part, kind)

    def tell(self) -> None:
        for lot_id, lot in self.lots.items():
            for bay in lot.bays:
                code = attribute(child(bay.element, "reference"), "id") or ""
                moment = bay.observed_at
                tell_bay(
                    self.reader, bay.element, lot_id, code, status=bay.words[0], observed_at=moment
                )
            status = _together(lot_id, lot)
            if status is not None:
                tell(self.reader, status, TIME)

    def _sort(self, element: Element, part_id: str, part: Part | None, kind: str) -> None:
        status = self._status(element, part_id, part, kind)
        named = named_class(part_id) if part is None else None
        if named is not None:
            self._lot(named[0]).parts.append((named[1], status))
        elif part is None or (owner := self.hierarchy.lot_of(part)).part_id == part_id:
            self._own(part_id, status, "general" if part is None else part.space_class)
        elif kind == "SpaceStatus" or part.is_space:
            status.words = [_OCCUPIED.get(text(element, "occupied") or "", "unknown")]
            self._lot(owner.part_id).bays.append(status)
        else:
            self._lot(owner.part_id).parts.append((part.space_class, status))

    def _own(self, lot_id: str, status: Status, space_class: SpaceClass) -> None:
        lot = self._lot(lot_id)
        if space_class != "general":
            status.classes, status.whole = {space_class: status.whole}, NOTHING
        if lot.own is None or lot.own.whole.says_nothing:
            status.words += lot.own.words if lot.own else []
            lot.own = status
        else:
            lot.own.words += status.words

    def _lot(self, lot_id: str) -> _Lot:
        return self.lots.setdefault(lot_id, _Lot())

    def _status(self, element: Element, lot_id: str, part: Part | None, kind: str) -> Status:
        occupancy = either(occupancy_of(element), element)
        capacity = self.reader.count(child(element, "supply"), lot_id, "quantity")
        if capacity is None and part is not None:
            capacity = spaces_in(self.reader, part.element, lot_id)
        whole = read_count(self.reader, occupancy, lot_id, capacity)
        if kind == "SpaceStatus" and whole.says_nothing:
            whole = _of_one(text(element, "occupied") or "")
        times = ("measurementOrCalculationTime", TIME) if kind == "SpaceStatus" else (TIME,)
        return Status(
            element, lot_id, self.reader.moment(element, lot_id, *times),
            [*_words(element), *texts(occupancy, _GRADED)], whole,
        )  # fmt: skip


def _words(element: Element) -> list[str]:
    words = [*texts(element, "openingStatus"), *texts(element, "status")]
    closure = child(element, "newOperatingHours", "closureInformation")
    if "true" in {text(closure, "temporarilyClosed"), text(closure, "permananentlyClosed")}:
        words.append("closed")
    return words


def _of_one(occupied: str) -> Count:
    """Return the count of a space that is a lot of its own."""
    state = _OCCUPIED.get(occupied)
    return Count(free=int(state == "free"), capacity=1) if state else NOTHING


def _together(lot_id: str, lot: _Lot) -> Status | None:
    """Return the lot's state with the classes that its parts have; None where only bays speak."""
    classes: dict[SpaceClass, Count] = {}
    for space_class, part in lot.parts:
        before = classes.get(space_class)
        classes[space_class] = part.whole if before is None else before.plus(part.whole)
    status = lot.own
    if status is None and lot.parts:
        first = lot.parts[0][1]
        moments = [part.observed_at for _, part in lot.parts if part.observed_at]
        status = Status(first.element, lot_id, max(moments, default=None), [])
    if status is None:
        return None
    general = classes.pop("general", NOTHING)
    if status.whole.says_nothing and not status.classes:
        classes |= {} if general.says_nothing else {"general": general}
    status.classes = status.classes | classes
    status.has_bays = bool(lot.bays)
    return status

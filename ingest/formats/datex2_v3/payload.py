"""DATEX II v3 hierarchy elements: their kinds, and which lot each of them is a part of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.classes import class_of
from ingest.formats.xml_reading import attribute, below, child, children, text, type_of
from parking.vocabulary import SPACE_CLASSES, SpaceClass

ELEMENT: Final = "hierarchyElementGeneral"
STATUS: Final = "parkingStatusInformation"
TIME: Final = "lastUpdated"
_KINDS: Final = {
    "campus": "Campus", "place": "Place", "subplaceElement": "SubplaceElement",
    "identifiedArea": "IdentifiedArea", "space": "Space",
}  # fmt: skip
_ACCESSES: Final = frozenset({"VehicularAccess", "PedestrianAccess", "Access"})
_BESIDE: Final = frozenset({"SupplementalFacility"})
"""Shops and toilets at a lot: places, but not for parking."""
_EXCLUSIVE: Final = ("exclusivelyAssignedFor",)
_ASSIGNED: Final = (*_EXCLUSIVE, "applicableFor")


@dataclass(frozen=True, slots=True)
class Part:
    """One hierarchy element; `parent_id` None where it stands alone."""

    element: Element
    part_id: str
    kind: str
    parent_id: str | None

    @property
    def is_space(self) -> bool:
        return self.kind == "Space"

    @property
    def is_access(self) -> bool:
        return self.kind in _ACCESSES

    @property
    def is_parking(self) -> bool:
        return self.kind not in _ACCESSES | _BESIDE

    @property
    def space_class(self) -> SpaceClass:
        """Return whom its own spaces are for. A whole place is so only where others may not."""
        named = named_class(self.part_id)
        if named is not None and named[0] == self.parent_id:
            return named[1]
        holder = Element("assigned")
        ways = _EXCLUSIVE if self.kind == "Place" else _ASSIGNED
        for assignment in below(self.element, "assignment"):
            holder.extend(children(assignment, *ways))
        for pattern in below(self.element, "operatingPattern"):
            if type_of(pattern) == "OperatingRestriction":
                holder.append(pattern)
        return class_of(holder)

    @property
    def vehicles(self) -> Element:
        """Return an element that holds which vehicles may use the whole of it."""
        holder = Element("vehicles")
        holder.extend(children(self.element, "applicableForVehicles"))
        holder.extend(below(self.element, *_EXCLUSIVE))
        return holder


@dataclass(slots=True)
class Hierarchy:
    """All parts by id. A status's reference may be to one that is in another document."""

    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        self.parts[part.part_id] = part

    def complete(self) -> None:
        """Give parts that only their parents name their parent."""
        for parent in list(self.parts.values()):
            for reference in children(parent.element, "childId"):
                part = self.parts.get(attribute(reference, "id") or "")
                if part is not None and part.parent_id is None:
                    adopted = Part(part.element, part.part_id, part.kind, parent.part_id)
                    self.parts[part.part_id] = adopted

    def lot_of(self, part: Part) -> Part:
        """Climb to the place that the part is of, or to the highest part that is no campus."""
        seen = {part.part_id}
        while part.kind != "Place" and part.parent_id in self.parts:
            parent = self.parts[part.parent_id]
            if parent.kind == "Campus" or parent.part_id in seen:
                return part
            seen.add(parent.part_id)
            part = parent
        return part

    def below(self) -> Mapping[str, list[Part]]:
        """Return the parts of each lot, the lot itself left out."""
        found: dict[str, list[Part]] = {}
        for part in self.parts.values():
            lot = self.lot_of(part)
            if lot.part_id != part.part_id:
                found.setdefault(lot.part_id, []).append(part)
        return found


def parts_in(root: Element) -> Iterator[tuple[Element, Part | None]]:
    """Yield every hierarchy element with its part; None where it has no id."""
    for element in below(root, ELEMENT):
        part_id = attribute(element, "id")
        if part_id is None:
            yield element, None
            continue
        written = text(element, "type") or ""
        kind = type_of(element)
        if kind in {"", "HierarchyElementGeneral"}:
            kind = _KINDS.get(written, "Place")
        yield element, Part(element, part_id, kind, attribute(child(element, "parentId"), "id"))


def named_class(part_id: str) -> tuple[str, SpaceClass] | None:
    """Take apart `lot.accessible`, as our own publications name the classes of a lot."""
    lot_id, dot, last = part_id.rpartition(".")
    found = next((name for name in SPACE_CLASSES if name == last), None)
    return (lot_id, found) if dot and lot_id and found else None

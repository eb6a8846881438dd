"""Reads values out of elements and tells, with their places, those that cannot be read."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.formats.datex2.tree import Tree
from ingest.formats.form import Terms
from ingest.formats.moments import moment_of
from ingest.formats.numbers import count_of
from ingest.formats.publication import Publication
from ingest.formats.xml_reading import child, local
from parking.plausibility import MAX_COUNT


@dataclass(slots=True)
class Reader:
    """The publication that is being made, and the elements that it is made from."""

    publication: Publication
    tree: Tree
    terms: Terms
    has_told_zone: bool = field(default=False)

    def find(self, code: str, element: Element, lot_id: str | None, **places: object) -> None:
        """Add a finding at the element."""
        self.publication.find(code, self.tree.place(element), lot_id, **places)

    def count(self, element: Element | None, lot_id: str, *names: str) -> int | None:
        """Read the first child of the names as a number of spaces; told where it is none."""
        for name in names:
            found = child(element, name)
            if found is not None and (found.text or "").strip():
                return self._count(found, lot_id)
        return None

    def _count(self, element: Element, lot_id: str) -> int | None:
        name, written = local(element.tag), (element.text or "").strip()
        try:
            count = count_of(written)
        except ValueError:
            self.find("bad-number", element, lot_id, field=name, value=written)
            return None
        if count is None:
            self.find("no-data", element, lot_id, field=name, value=written)
        elif count < 0:
            self.find("negative-count", element, lot_id, field=name, value=written)
            return None
        elif count > MAX_COUNT:
            self.find("bad-number", element, lot_id, field=name, value=written)
            return None
        return count

    def moment(self, element: Element | None, lot_id: str | None, *names: str) -> str | None:
        """Read the first child of the names as a moment; told where it is none."""
        for name in names:
            found = child(element, name)
            if found is None or not (found.text or "").strip():
                continue
            moment = moment_of(found.text, self.terms.zone)
            if moment is None:
                self.find("bad-time", found, lot_id, value=found.text)
                return None
            if moment[1] and not self.has_told_zone:
                self.has_told_zone = True
                zone = self.terms.zone.key
                self.find("naive-time", found, lot_id, value=found.text, zone=zone)
            return moment[0]
        return None

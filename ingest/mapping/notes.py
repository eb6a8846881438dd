"""Findings of a reading; what is so for the whole payload is told once, not once a record."""

from dataclasses import dataclass, field

from ingest.formats.publication import Publication


@dataclass(slots=True)
class Notes:
    """Adds to a publication's findings."""

    publication: Publication
    _told: set[tuple[str, str]] = field(default_factory=set)

    def each(self, code: str, pointer: str, lot_id: str | None = None, **places: object) -> None:
        """Tell it of this record."""
        self.publication.find(code, pointer, lot_id, **places)

    def once(
        self,
        code: str,
        about: str,
        pointer: str = "",
        lot_id: str | None = None,
        **places: object,
    ) -> None:
        """Tell it of the first record only of which the same is so."""
        if (code, about) not in self._told:
            self._told.add((code, about))
            self.publication.find(code, pointer, lot_id, **places)

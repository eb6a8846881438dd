"""Rows about the same lot joined: the classes of one moment, and a history's descriptions."""

from collections.abc import Mapping
from typing import cast

from ingest.formats.publication import Publication, said

_Spaces = list[dict[str, object]]


class Series:
    """Gathers lots and counts, in the order in which each first comes.

    `joins`: rows that are each one class of a lot become one report, where their moment and
    serial are the same.
    """

    def __init__(self, publication: Publication, *, joins: bool = False) -> None:
        self._publication = publication
        self._joins = joins
        self._lots: dict[str, tuple[str, dict[str, object]]] = {}
        self._again: list[tuple[str, dict[str, object]]] = []
        self._reports: dict[tuple[str, str | None, str | None], dict[str, object]] = {}
        self._with_time: set[str] = set()

    def lot(
        self, pointer: str, lot_id: str, fields: dict[str, object], observed_at: str | None
    ) -> None:
        """Take a description; with a time it is one of a history."""
        if observed_at is not None:
            self._with_time.add(lot_id)
        if lot_id not in self._lots:
            self._lots[lot_id] = (pointer, fields)
        else:
            self._again.append((pointer, fields))

    def count(
        self,
        pointer: str,
        lot_id: str,
        observed_at: str | None,
        serial: str | None,
        spaces: _Spaces,
    ) -> None:
        """Take a count; other classes of the same lot and moment join its report."""
        key = (lot_id, observed_at, serial)
        if self._joins:
            known = self._reports.get(key)
            if known is not None and not _overlap(cast("_Spaces", known["spaces"]), spaces):
                cast("_Spaces", known["spaces"]).extend(spaces)
                return
        fields = said({
            "kind": "snapshot", "lot_id": lot_id, "observed_at": observed_at,
            "record_serial": serial, "spaces": list(spaces),
        })  # fmt: skip
        self._publication.report(pointer, fields)
        if self._joins:
            # The row's own list is kept, for the classes that are still to come.
            self._reports[key] = fields

    def finish(self) -> None:
        """Add the lots: in a history one each, with its newest words; else every row, so that
        doubles are told.
        """
        doubles = []
        for pointer, fields in self._again:
            lot_id = str(fields["lot_id"])
            if lot_id in self._with_time or self._joins:
                self._lots[lot_id][1].update(_newer(self._lots[lot_id][1], said(fields)))
            else:
                doubles.append((pointer, fields))
        for pointer, fields in (*self._lots.values(), *doubles):
            self._publication.lot(pointer, fields)


def _newer(known: Mapping[str, object], said_now: dict[str, object]) -> dict[str, object]:
    """Return what the newer row says; capacities of other classes stay."""
    before, now = known.get("capacity"), said_now.get("capacity")
    if isinstance(before, dict) and isinstance(now, dict):
        return said_now | {"capacity": before | now}
    return said_now


def _overlap(known: _Spaces, spaces: _Spaces) -> bool:
    classes = {space["space_class"] for space in known}
    return any(space["space_class"] in classes for space in spaces)

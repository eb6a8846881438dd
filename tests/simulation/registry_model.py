"""A model of the registry: lots come, change and go under versions; readers get deltas."""

from collections.abc import Iterable
from dataclasses import replace

from geo.cell import cell_of
from geo.position import Position
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot, Source
from parking.ports import Operator, RegistryDelta


class RegistryModel:
    """What is committed; the id of a lot that went is free for another one."""

    def __init__(self) -> None:
        self.version = 1
        self._lots: dict[int, Lot] = {}
        self._sources: dict[int, tuple[int, Source]] = {}

    def lots(self) -> list[Lot]:
        return [lot for lot in self._lots.values() if not lot.deleted]

    def lot(self, lot_key: int) -> Lot:
        return self._lots[lot_key]

    def known(self) -> Iterable[Lot]:
        """All lots there ever were."""
        return self._lots.values()

    def find(self, lot_id: str) -> Lot | None:
        return next((lot for lot in self.lots() if lot.lot_id == lot_id), None)

    def is_taken_again(self, lot_id: str) -> bool:
        """Tell whether more than one lot has had this id."""
        return sum(lot.lot_id == lot_id for lot in self._lots.values()) > 1

    def register(
        self, lot_id: str, operator_key: int, partition: int, at: tuple[float, float] | None
    ) -> Lot:
        place = {}
        if at is not None:
            place = {"lat": at[0], "lon": at[1], "cell": cell_of(Position(*at))}
        return self._put(
            Lot(
                LotKey(len(self._lots) + 1),
                LotId(lot_id),
                OperatorKey(operator_key),
                OperatorId(f"op{operator_key}"),
                lot_id,
                partition,
                capacity={"general": 100, "charging": 10},
                **place,
            )
        )

    def move(self, lot_key: int, lat: float, lon: float) -> None:
        cell = cell_of(Position(lat, lon))
        self._put(replace(self._lots[lot_key], lat=lat, lon=lon, cell=cell))

    def rename(self, lot_key: int, name: str) -> None:
        self._put(replace(self._lots[lot_key], name=name))

    def remove(self, lot_key: int) -> None:
        self._put(replace(self._lots[lot_key], deleted=True))

    def _put(self, lot: Lot) -> Lot:
        self.version += 1
        self._lots[lot.lot_key] = lot = replace(lot, version=self.version)
        return lot

    def put_source(self, source: Source) -> None:
        self.version += 1
        self._sources[source.source_key] = (self.version, source)

    def load(self, since: int) -> RegistryDelta:
        return RegistryDelta(
            self.version,
            lots=[lot for lot in self._lots.values() if lot.version > since],
            sources=[source for at, source in self._sources.values() if at > since],
            operators=[Operator(1, "op1", "One"), Operator(2, "op2", "Two")],
        )

    def has_changed_lots(self, since: int) -> bool:
        """Tell whether any lot came, changed or went after a version."""
        return any(lot.version > since for lot in self._lots.values())

    def wrong_claims(
        self, claims: Iterable[tuple[int, int | None]]
    ) -> list[tuple[int, int | None]]:
        return [
            (lot_key, operator)
            for lot_key, operator in claims
            if self._lots[lot_key].deleted
            or operator not in (None, self._lots[lot_key].operator_key)
        ]

"""A lot of the registry for tests that judge reports."""

from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot


def some_lot() -> Lot:
    return Lot(
        lot_key=LotKey(1),
        lot_id=LotId("op-1"),
        operator_key=OperatorKey(1),
        operator_id=OperatorId("op"),
        name="泉城广场",
        partition=0,
        capacity={"general": 100, "accessible": 5, "charging": 5},
    )

"""A lot as somebody wants it registered: checked, converted to WGS-84, not stored yet."""

from dataclasses import dataclass

from parking.lot import LotFacts


@dataclass(frozen=True, slots=True)
class LotDraft(LotFacts):
    """What `RegistryStore.put_lots` takes.

    `operator_id` None leaves the lot with its operator, or gives it to the caller's.
    `area_code` None lets the registry find the smallest area around the position.
    `is_draft`: a lot that is new is shown to nobody yet; one that is there stays as it is.
    """

    lot_id: str
    name: str
    partition: int
    operator_id: str | None = None
    is_draft: bool = False

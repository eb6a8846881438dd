"""Lot then: a lot as readers were shown it at a past minute, by the very rules that show it now."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from parking.directory import Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.availability import Availability
from parking.live.live_lot import LiveLot
from parking.live.supply_register import SUPPLY_NAME, Supply, register_of_supply
from parking.lot import Lot, Source
from parking.planning.chosen_lots import ChosenLot
from parking.planning.history.past_facts import FactsStep
from parking.ports import RegistryDelta


class ShownLot(NamedTuple):
    """What readers were given, and up to which age they took it for live."""

    availability: Availability
    ttl_s: float


def sources_then(sources: Iterable[Source]) -> Directory:
    """Make a directory of sources as they were believed to be."""
    directory = Directory()
    directory.apply(RegistryDelta(version=1, sources=list(sources)))
    return directory


def shown_lot(
    lot: ChosenLot,
    facts: FactsStep,
    registers: Mapping[str, str],
    supply: Supply | None,
    sources: Directory,
    at_us: int,
) -> ShownLot:
    """Show a lot as it was at a moment; `supply` None is that it shared nothing."""
    stored = dict(registers)
    if supply is not None:
        register = register_of_supply(lot.lot_key, supply, 1)
        stored[SUPPLY_NAME] = f"{0:016d}{register.version}{register.value}"
    live = LiveLot(_lot(lot, facts), sources)
    live.registers.replace(stored)
    live.refresh(at_us)
    return ShownLot(live.availability(at_us), live.ttl_s)


def _lot(lot: ChosenLot, facts: FactsStep) -> Lot:
    """Return the lot with what the registry said then of its spaces and hours."""
    return Lot(
        lot_key=LotKey(lot.lot_key),
        lot_id=LotId(lot.lot_id),
        operator_key=OperatorKey(0),
        operator_id=OperatorId(lot.operator_id),
        name=lot.name,
        partition=0,
        capacity=dict(facts.capacity),
        opening_hours=facts.opening_hours,
        timezone=facts.timezone,
    )

"""Lends the simulated lots in a city, through its public API: owners propose, operators agree."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import structlog

from simulator.city_client import CityClient, CityRefusedError
from simulator.jinan_sharing import LentLot, agreement

AGREEMENTS: Final = "/v1/sharing/agreements"
OWNER: Final = "owner"
"""The key of a resident who lends, beside those of operators, which go by their ids."""

log = structlog.get_logger("onelot.simulator")


def lend_all(lots: Iterable[LentLot], doors: Mapping[str, CityClient], year: int) -> int:
    """Make the agreements that are not there yet; returns how many run now.

    `doors` are by operator id, and `OWNER`; what nobody has a key for is left out.
    """
    standing = {
        found["lot_id"]: found
        for name, door in doors.items()
        if name != OWNER
        for found in _running(door)
    }
    return sum(_lend(lent, doors, standing.get(lent.lot.lot_id), year) for lent in lots)


def _lend(
    lent: LentLot, doors: Mapping[str, CityClient], found: dict[str, Any] | None, year: int
) -> bool:
    operator = doors.get(lent.lot.operator.operator_id)
    lender = operator if lent.by == "operator" else doors.get(OWNER)
    if operator is None or lender is None:
        return False
    try:
        made = found or lender.call("POST", AGREEMENTS, agreement(lent, year), once=new_key())
        if made["status"] == "proposed":
            path = f"{AGREEMENTS}/{made['agreement_id']}"
            operator.call("PATCH", path, {"status": "active"}, once=new_key())
    except CityRefusedError as error:  # a person has changed the lot meanwhile
        log.warning("not lent", lot_id=lent.lot.lot_id, error=str(error))
        return False
    return True


def new_key() -> str:
    """Return an Idempotency-Key that nobody has used."""
    return secrets.token_hex(16)


def _running(door: CityClient) -> Iterator[dict[str, Any]]:
    """Read the agreements in an operator's lots that run, or wait for it."""
    cursor = ""
    while True:
        page = door.call("GET", f"{AGREEMENTS}?limit=100{cursor}")
        yield from (one for one in page["agreements"] if one["status"] in {"active", "proposed"})
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"

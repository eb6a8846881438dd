"""Claiming: the spaces of a hold are locked, and under the lock it is asked whether they are free.

Who finds every space locked by others waits until they are done, holding nothing, and looks again:
were all who lose a race to take the lock in turn, each would keep the next one waiting. It knows
spaces and agreements that were seen; what is held there, and for whom, is `bookings`' business.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from parking.sharing.choosing import Choice
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.lending import (
    Lending,
    covered,
    free_spaces,
    lendings_of_lot,
)


class TakenError(Exception):
    """Between looking and locking somebody else was quicker."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What choices were made from: the spans, what of the lot was seen to be lent, open at each.

    `number` spreads those who must wait over the choices.
    """

    lot_key: int
    agreement_id: str | None
    spans: Sequence[Moments]
    lendings: Sequence[Lending]
    open_at: Sequence[Sequence[Lending]]
    number: int


async def claim(
    connection: Connection, asked: Asked, choices: Sequence[Choice], *, waits: bool
) -> Choice:
    """Lock the spaces of a choice that are free; raises TakenError where they are not any more.

    A choice of one space that others have locked is only waited for, and then TakenError, unless
    it `waits` for its turn. What is locked stays so until the caller's transaction ends.
    """
    choice = await _first_unlocked(connection, choices)
    if choice is None:  # not all wait for the same one
        choice = choices[asked.number % len(choices)]
        keys = _keys(choice)
        if len(keys) == 1 and not waits:
            await connection.execute(query("sharing/await_space"), keys[0])
            raise TakenError
        await connection.execute(query("sharing/lock_spaces"), keys)
    await _demand_free(connection, asked, choice)
    await connection.execute(query("sharing/expire_holds"), _keys(choice))
    await _demand_open(connection, asked, choice)
    return choice


async def _demand_free(connection: Connection, asked: Asked, choice: Choice) -> None:
    """Look first at what a race is lost by."""
    free = await free_spaces(connection, asked.open_at, asked.spans, among=_keys(choice))
    if not all(wanted in had for wanted, had in zip(choice, free, strict=True)):
        raise TakenError


async def _demand_open(connection: Connection, asked: Asked, choice: Choice) -> None:
    """See that the agreements are what they were, and open still."""
    as_now = await lendings_of_lot(connection, asked.lot_key, asked.agreement_id)
    unchanged = [lending for lending in as_now if lending in asked.lendings]
    open_at = await covered(connection, unchanged, asked.spans)
    for candidate, lendings in zip(choice, open_at, strict=True):
        if candidate.agreement_key not in {lending.agreement_key for lending in lendings}:
            raise TakenError


async def _first_unlocked(connection: Connection, choices: Sequence[Choice]) -> Choice | None:
    """Lock a choice of one space that nobody has locked; None where there is no such choice."""
    of_one = {choice[0].space_key: choice for choice in choices if len(_keys(choice)) == 1}
    space_key = await connection.fetchval(query("sharing/lock_a_space"), list(of_one))
    return None if space_key is None else of_one[space_key]


def _keys(choice: Choice) -> list[int]:
    return sorted({candidate.space_key for candidate in choice})

"""What a lot lends at some times, and what of it is free: read for holds and for searches alike.

In the platform's scope. Who changes any of it locks the spaces it is about, so what is read under
such a lock stays true until the end. It knows agreements and spaces; whom it is for, `choosing`
decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from parking.clock import from_us, to_us
from parking.sharing.choosing import Candidate
from parking.sharing.prices import quote
from parking.sharing.terms import Moments, Terms
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.stored_terms import terms_from_stored


@dataclass(frozen=True, slots=True)
class Lending:
    """An agreement that runs."""

    agreement_key: int
    agreement_id: str
    terms: Terms


async def lendings_of_lot(
    connection: Connection, lot_key: int, agreement_id: str | None = None
) -> list[Lending]:
    """Read what runs on a lot, or one agreement of it."""
    rows = await connection.fetch(query("sharing/lending_of_lot"), lot_key, agreement_id)
    return [lending_of(row) for row in rows]


def lending_of(row: asyncpg.Record) -> Lending:
    """Read an agreement's row."""
    terms = terms_from_stored(row["terms"])
    return Lending(row["agreement_key"], row["agreement_id"], terms)


async def covered(
    connection: Connection, lendings: Sequence[Lending], spans: Sequence[Moments]
) -> list[list[Lending]]:
    """Tell for each span which of the agreements are open throughout."""
    by_key = {lending.agreement_key: lending for lending in lendings}
    rows = await connection.fetch(
        query("sharing/lending_covers"),
        list(by_key),
        [from_us(span[0]) for span in spans],
        [from_us(span[1]) for span in spans],
    )
    open_at: list[list[Lending]] = [[] for _ in spans]
    for row in rows:
        open_at[row["number"] - 1].append(by_key[row["agreement_key"]])
    return open_at


async def free_spaces(
    connection: Connection,
    open_at: Sequence[Sequence[Lending]],
    spans: Sequence[Moments],
    *,
    space_code: str | None = None,
    among: Sequence[int] | None = None,
) -> list[list[Candidate]]:
    """Read for each span the spaces that can be had, with what each would cost.

    `among` are keys of spaces, `space_code` the one that is wanted; None: any.
    """
    asked = [
        (lending, spans[number], number)
        for number, lendings in enumerate(open_at)
        for lending in lendings
    ]
    rows = await connection.fetch(
        query("sharing/lending_free"),
        [lending.agreement_key for lending, _, _ in asked],
        [from_us(span[0]) for _, span, _ in asked],
        [from_us(span[1]) for _, span, _ in asked],
        [number for _, _, number in asked],
        space_code,
        None if among is None else list(among),
    )
    prices = {
        (lending.agreement_key, number): quote(lending.terms.price, *span)
        for lending, span, number in asked
    }
    free: list[list[Candidate]] = [[] for _ in spans]
    for row in rows:
        price = prices[row["agreement_key"], row["number"]]
        free[row["number"]].append(Candidate(row["space_key"], row["agreement_key"], price))
    return free


@dataclass(frozen=True, slots=True)
class LotToBook:
    """What must be known of a lot to book in it, and the city's time."""

    lot_key: int
    has_gate: bool
    zone: str
    now_us: int


async def lot_to_book(
    connection: Connection, *, lot_id: str | None, agreement_id: str | None
) -> LotToBook | None:
    """Find a lot by its id, or by an agreement that runs in it, or by both, which then agree."""
    row = await connection.fetchrow(query("sharing/lot_to_book"), lot_id, agreement_id)
    if row is None:
        return None
    return LotToBook(row["lot_key"], row["has_gate"], row["timezone"], to_us(row["now"]))

"""PostgreSQL's own arrays and ranges, made known to a connection.

asyncpg knows few of them by itself, and asks the server with a long recursive query for each that a
connection meets first: several round trips and some ten milliseconds of processor time for each new
connection. Their numbers are part of PostgreSQL and the same on every server.
"""

from typing import Final, NamedTuple

import asyncpg
from asyncpg.pool import PoolConnectionProxy

ARRAY, RANGE, MULTIRANGE = b"b", b"r", b"m"
"""As the server's catalogue has it: an array is a base type with elements."""


class KnownType(NamedTuple):
    """One type of the catalogue; `of` are the number and the SQL name of what it is made of."""

    oid: int
    name: str
    kind: bytes
    of: tuple[int, str]


KNOWN_TYPES: Final = (
    KnownType(1000, "_bool", ARRAY, (16, "boolean")),
    KnownType(1001, "_bytea", ARRAY, (17, "bytea")),
    KnownType(1005, "_int2", ARRAY, (21, "smallint")),
    KnownType(1007, "_int4", ARRAY, (23, "integer")),
    KnownType(1016, "_int8", ARRAY, (20, "bigint")),
    KnownType(1021, "_float4", ARRAY, (700, "real")),
    KnownType(1022, "_float8", ARRAY, (701, "double precision")),
    KnownType(1182, "_date", ARRAY, (1082, "date")),
    KnownType(1185, "_timestamptz", ARRAY, (1184, "timestamp with time zone")),
    KnownType(2951, "_uuid", ARRAY, (2950, "uuid")),
    KnownType(3807, "_jsonb", ARRAY, (3802, "jsonb")),
    KnownType(3910, "tstzrange", RANGE, (1184, "timestamp with time zone")),
    KnownType(4534, "tstzmultirange", MULTIRANGE, (1184, "timestamp with time zone")),
)


def make_known(connection: asyncpg.Connection | PoolConnectionProxy) -> None:
    """Tell them, after the codecs of what they are made of are set: they keep those."""
    settings = connection._protocol.get_settings()  # type: ignore[union-attr]  # noqa: SLF001 - no public way
    settings.register_data_types([_as_introspected(one) for one in KNOWN_TYPES])


def _as_introspected(one: KnownType) -> dict[str, object]:
    """Return the row that the server would answer."""
    number, name = one.of
    is_array = one.kind == ARRAY
    return {
        "oid": one.oid, "ns": "pg_catalog", "name": one.name, "kind": one.kind, "depth": 0,
        "elemtype": number if is_array else 0,
        "elemdelim": b"," if is_array else None,
        "elemtype_name": name if is_array else "-",
        "range_subtype": None if is_array else number,
        "range_subtype_name": None if is_array else name,
        "basetype": None, "basetype_name": None, "attrtypoids": None, "attrnames": None,
    }  # fmt: skip

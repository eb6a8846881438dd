"""Publications of DATEX II: the two documents, and the light one in JSON, put together."""

from collections.abc import Callable, Iterable
from typing import Final

from ingest.export.answering import JSON, XML
from ingest.export.datex2.light import head as light_head
from ingest.export.datex2.light import site_json
from ingest.export.datex2.pieces import TAIL, ZONE, both, head, header
from ingest.export.datex2.status import status_elements
from ingest.export.datex2.table import lot_elements
from ingest.export.press import Sheet
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown
from ingest.export.xml_text import empty, escaped, tag
from parking.clock import rfc3339
from parking.lot import Lot
from parking.ports import Operator

TABLE_ID: Final = "lots"
OperatorOf = Callable[[Lot], Operator | None]


def table_sheet(
    lots: Iterable[Lot],
    operator_of: OperatorOf,
    publisher: Publisher,
    now_us: int,
    *,
    version: int,
    is_real: bool,
) -> Sheet:
    """Put the parking table together; `version` is the registry's."""
    attributes = {"id": TABLE_ID, "version": str(version)}
    manager = tag("com:country", publisher.country) + tag(
        "com:nationalIdentifier", escaped(publisher.publisher_id)
    )
    opening = (
        head("prk:ParkingTablePublication", publisher, now_us, feed_type="parkingTable")
        + header("prk:headerInformation", is_real=is_real)
        + empty("prk:parkingTable", attributes).removesuffix("/>") + ">"
        + both("prk:name", publisher.name)
        + tag("prk:versionTime", rfc3339(now_us, ZONE))
        + tag("prk:informationManager", manager)
        + "\n"
    )  # fmt: skip
    pieces = (lot_elements(lot, operator_of(lot), publisher, now_us).encode() for lot in lots)
    tail = f"</prk:parkingTable>{TAIL}".encode()
    return Sheet(XML, opening.encode(), pieces, b"", tail)


def status_sheet(
    shown: Iterable[Shown], publisher: Publisher, now_us: int, *, version: int, is_real: bool
) -> Sheet:
    """Put the parking status together; it refers to the table of that version."""
    attributes = {"targetClass": "prk:ParkingTable", "id": TABLE_ID, "version": str(version)}
    opening = (
        head("prk:ParkingStatusPublication", publisher, now_us, feed_type="parkingStatus")
        + empty("prk:parkingTableReference", attributes)
        + header("prk:headerInformation", is_real=is_real)
        + "\n"
    )
    pieces = (status_elements(one).encode() for one in shown)
    return Sheet(XML, opening.encode(), pieces, b"", TAIL.encode())


def light_sheet(shown: Iterable[Shown], publisher: Publisher, now_us: int) -> Sheet:
    """Put the light publication together."""
    pieces = (site_json(one) for one in shown)
    return Sheet(JSON, light_head(publisher, now_us), pieces, b",\n", b"]}}\n")

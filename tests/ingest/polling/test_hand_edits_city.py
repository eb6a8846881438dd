"""A lot that its operator mended stays mended, whatever its feed says of it next."""

from dataclasses import asdict

from parking.draft import LotDraft
from parking.storage.postgres.registry import PostgresRegistry
from tests.ingest.polling.server import answer
from tests.ingest.polling.test_polling_city import Polled, polled  # noqa: F401 - a fixture

HEAD = "编号,名称,泊位,空位\n"


def lot_named(polled: Polled, name: str):  # noqa: F811
    (lot,) = (lot for lot in polled.city.directory.lots() if lot.name == name)
    return lot


async def test_a_name_given_by_hand_outlives_the_feeds_next_word(polled: Polled):  # noqa: F811
    await polled.declare()
    polled.server.pages["/feed"] = answer(200, f"{HEAD}A1,A1,300,5\nB1,B1,300,6\n".encode())
    await polled.poll()
    known = asdict(lot_named(polled, "A1"))
    known = {name: known[name] for name in LotDraft.__dataclass_fields__ if name in known}
    by_hand = LotDraft(**known | {"name": "泉城路停车场"})
    await PostgresRegistry(polled.pool).put_lots(polled.city.principals["north"], [by_hand])
    polled.server.pages["/feed"] = answer(200, f"{HEAD}A1,A1 neu,310,5\nB1,B1 neu,310,6\n".encode())
    await polled.poll()
    await polled.city.refresh()
    lot = lot_named(polled, "泉城路停车场")
    assert lot.capacity == {"general": 310}
    assert lot_named(polled, "B1 neu").capacity == {"general": 310}
    polled.server.pages["/feed"] = answer(200, f"{HEAD}A1,A1,320,5\nB1,B1 neu,310,6\n".encode())
    await polled.poll()
    await polled.city.refresh()
    assert lot_named(polled, "泉城路停车场").capacity == {"general": 320}

"""A lot that its operator mended stays mended, whatever its feed says of it next."""

from dataclasses import asdict, replace

from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.ports import Area
from parking.storage.postgres.lot_versions import read_authors
from parking.storage.postgres.registry import PostgresRegistry
from tests.ingest.city import PARTITIONS
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


async def test_an_area_that_the_city_found_is_nobodys_word(polled: Polled):  # noqa: F811
    here, north = PostgresRegistry(polled.pool), polled.city.principals["north"]
    corners = [[117, 36], [118, 36], [118, 37], [117, 37], [117, 36]]
    box = {"type": "Polygon", "coordinates": [corners]}
    await here.put_areas([Area("370102", "district", "历下区", None, None, box, None, None)])
    said = {"lot_id": "north-x", "name": "泉城路", "lat": 36.5, "lon": 117.5}
    lot = read_draft(said, DraftRules(partitions=PARTITIONS))
    assert isinstance(lot, LotDraft)
    [found] = await here.put_lots(north, [lot])
    assert found.lot.area_code == "370102"
    [(_, described)] = (await read_authors(polled.pool, north, ["north-x"]))["north-x"]
    assert "area_code" not in described
    await here.put_lots(north, [replace(lot, area_code="370102", address="1 号")])
    *_, (_, described) = (await read_authors(polled.pool, north, ["north-x"]))["north-x"]
    assert described["area_code"] == "370102"

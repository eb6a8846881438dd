"""The OpenAPI is true: what is answered is what is documented, field by field."""

import json
import re

from api.areas.schemas import AreasAnswer, SearchAnswer
from api.cells.schemas import CellsAnswer
from api.lots.schemas import HistoryAnswer, LotPage, NearbyAnswer, OneLotAnswer
from parking.report import KIND_TYPES
from tests.services.city import City, draft, snapshot

SHAPES = {
    "/v1/lots/nearby?lat=36.65&lon=117.12&include_unknown=1&stay_min=60": NearbyAnswer,
    "/v1/lots": LotPage,
    "/v1/lots/op1-a": OneLotAnswer,
    "/v1/lots/op1-bare": OneLotAnswer,
    "/v1/lots/op1-a/history": HistoryAnswer,
    "/v1/cells?bbox=117,36,118,37&geometry=true": CellsAnswer,
    "/v1/areas?outline=true": AreasAnswer,
    "/v1/search?q=ting": SearchAnswer,
}
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[117.1, 36.6], [117.2, 36.6], [117.2, 36.7], [117.1, 36.6]]],
}


async def test_every_answer_has_the_documented_shape_and_no_more(city: City):
    await city.put_lots(
        draft(
            "op1-a", name_en="A", tariff={"free": True}, lot_class="attached", max_height_m=2.1,
            structure="surface", land_use="hospital", opening_hours="24/7", outline=OUTLINE,
        ),
        draft("op1-bare", lat=None, lon=None, capacity={}),
    )  # fmt: skip
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 12), snapshot("op1-a", 900, "odd"))
    entry = snapshot("op1-a", 0, "E1") | {"kind": "entry", "free_after": 11}
    await city.report(operator, entry)
    await city.until_replica_has("op1-a", 11)
    for path, shape in SHAPES.items():
        answer = await city.client.get(path)
        shape.model_validate_json(answer.content)
    documented = (await city.client.get("/openapi.json")).json()["components"]["schemas"]
    assert set(documented) >= {shape.__name__ for shape in SHAPES.values()}


async def test_every_documented_route_of_readers_exists_as_documented(city: City):
    document = (await city.client.get("/openapi.json")).json()
    nearby = document["paths"]["/v1/lots/nearby"]["get"]["parameters"]
    assert {parameter["name"] for parameter in nearby} >= {"lat", "lon", "radius_m", "coordsys"}
    assert [parameter["name"] for parameter in nearby if parameter["required"]] == ["lat", "lon"]
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert "429" in operation["responses"] or not path.startswith("/v1/lots"), path


def _media(method: str, path: str, status: str) -> str:
    """Vendors' programs are told to wait in their own words, as they know no problems."""
    is_push = method == "post" and path.startswith("/v1/interlink/")
    is_vendors = is_push and status == "503"
    return "*/*" if is_vendors else "application/problem+json"


async def test_the_contract_tells_of_keys_limits_and_our_own_problems(city: City):
    document = (await city.client.get("/openapi.json")).json()
    assert "HTTPValidationError" not in json.dumps(document)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            wants_key = "anonymous" not in operation["x-roles"]
            assert ("security" in operation) == wants_key, (method, path)
            assert ({"401", "403"} <= operation["responses"].keys()) == wants_key, (method, path)
            if "requestBody" in operation:
                assert {"400", "413", "415", "422"} <= operation["responses"].keys(), (method, path)
            assert "{" not in path or "404" in operation["responses"], (method, path)
            for status, answer in operation["responses"].items():
                if status >= "400":
                    media = _media(method, path, status)
                    assert list(answer["content"]) == [media], (path, status)


async def test_the_reference_page_needs_nobody_else(city: City):
    page = await city.client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "/v1/lots/nearby" in page.text
    asked_for = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert all(re.match("/(?!/)", address) for address in asked_for)


async def test_the_reference_page_shows_every_kind_of_report_with_its_fields(city: City):
    page = (await city.client.get("/docs")).text
    cells = set(re.findall(r"<td>(\w+)</td>", page))
    assert cells >= {*KIND_TYPES, "correction_of", "void_of", "space_code", "in_total"}

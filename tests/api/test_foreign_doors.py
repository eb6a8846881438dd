"""Bodies in others' formats come through the front door, and what is public goes out in them."""

import json

import pytest

from tests.services.city import City

CSV = "停车场名称,总泊位,剩余车位\n泉城路,100,12\n".encode("gb18030")
ENTRY = {
    "serviceId": "sync.enter.in.record",
    "parkCode": "op1-泉城路",
    "timestamp": "2026-11-21 09:00:00",
}


async def test_a_table_in_gb18030_is_checked_whatever_it_is_called(city: City):
    key = await city.key("operator", "op1")
    answer = await city.client.post(
        "/v1/operator/check", content=CSV, headers={**key, "content-type": "text/csv"}
    )
    assert answer.status_code == 200
    checked = answer.json()
    assert (checked["format"], checked["accepted_lots"], checked["accepted_values"]) == (
        "sheet", 1, 1,
    )  # fmt: skip
    assert 'free.general = "剩余车位"' in checked["mapping"]


async def test_a_mapping_is_tried_and_a_wrong_one_is_named(city: City):
    key = await city.key("operator", "op1")
    right = (
        '[source]\nshape = "table"\nrows = "both"\n'
        '[fields]\nlot_id = "停车场名称"\nfree = "剩余车位"\n'
    )
    for mapping, status in ((right, 200), ("[fieldz]\n", 422)):
        answer = await city.client.post(
            "/v1/operator/check", content=CSV, headers=key, params={"mapping": mapping}
        )
        assert answer.status_code == status, answer.text
    assert answer.json()["pointer"] == "/query/mapping"


@pytest.mark.parametrize("query", [{"format": "datex"}, {"timezone": "Mars"}])
async def test_a_parameter_that_is_none_is_refused_by_name(city: City, query: dict[str, str]):
    key = await city.key("operator", "op1")
    answer = await city.client.post("/v1/operator/check", content=CSV, headers=key, params=query)
    assert answer.status_code == 422
    assert answer.json()["pointer"] == f"/query/{next(iter(query))}"


async def test_a_vendor_pushes_in_gb18030_and_is_answered_in_it(city: City):
    key = await city.key("operator", "op1")
    body = json.dumps(ENTRY, ensure_ascii=False).encode("gb18030")
    answer = await city.client.post("/v1/interlink/vendor_push", content=body, headers=key)
    assert answer.headers["content-type"].startswith("application/json")
    assert "code" in json.loads(answer.content.decode("gb18030"))


async def test_the_profiles_are_listed_for_anybody(city: City):
    listed = (await city.client.get("/v1/interlink")).json()
    assert {"guangzhou_db4401_133", "vendor_push"} <= {profile["name"] for profile in listed}

from tests.services.city import City, draft, snapshot


async def test_a_pushed_report_is_near_for_a_driver(city: City):
    operator = await city.key("operator", "op1")
    await city.put_lots(draft("op1-a"), draft("op1-b", lat=36.66))
    answer = await city.report(operator, snapshot("op1-a", 12), snapshot("op1-b", 3))
    assert answer.json()["accepted"] == 2
    await city.until_replica_has("op1-b", 3)
    near = (await city.client.get("/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=5000")).json()
    assert [lot["lot_id"] for lot in near["results"]] == ["op1-a", "op1-b"]
    assert near["results"][0]["availability"]["free"] == 12

"""Sensors over HTTP: their operator's list, and the callbacks of the networks that bring them."""

import hashlib
from datetime import UTC, datetime

from parking.storage.postgres.pool import PLATFORM, scoped
from tests.services.city import City, draft, snapshot

ROW = {
    "device_id": "01-02-03-04-05-06-07-08", "lot_id": "op1-a", "space_code": "A-017",
    "codec": "bosch_tps110",
}  # fmt: skip
DEVICES = "/v1/operator/devices"


def uplink(payload: str = "01", count: int = 41) -> dict:
    return {
        "DevEUI_uplink": {
            "Time": datetime.now(UTC).isoformat(), "DevEUI": "0102030405060708", "FPort": 1,
            "FCntUp": count, "payload_hex": payload, "CustomerID": "1", "LrrRSSI": "-68",
        }
    }  # fmt: skip


async def listed(city: City, key: dict[str, str], **query: object) -> list[str]:
    answer = (await city.client.get(DEVICES, headers=key, params=query)).json()
    return [device["device_id"] for device in answer["devices"]]


async def test_an_operator_keeps_its_own_list_and_sees_no_other(city: City):
    await city.put_lots(draft("op1-a"), draft("op2-a"))
    one, two = await city.key("operator", "op1"), await city.key("operator", "op2")
    put = await city.client.put(DEVICES, headers=one, json={"devices": [ROW]})
    assert (put.status_code, put.json()) == (200, {"changed": 1, "unchanged": 0, "rejected": []})
    again = await city.client.put(DEVICES, headers=one, json=[ROW])
    assert again.json()["unchanged"] == 1
    assert await listed(city, one) == ["0102030405060708"]
    assert await listed(city, two) == []
    gone = await city.client.delete(f"{DEVICES}/0102030405060708", headers=two)
    assert gone.status_code == 404
    assert await listed(city, one) == ["0102030405060708"]
    gone = await city.client.delete(f"{DEVICES}/01:02:03:04:05:06:07:08", headers=one)
    assert (gone.status_code, await listed(city, one)) == (204, [])
    missing = await city.client.delete(f"{DEVICES}/0102030405060708", headers=one)
    assert missing.status_code == 404
    async with scoped(city.pool, PLATFORM) as connection:
        rows = await connection.fetch("select action from audit_log where action like 'device.%'")
    assert sorted(row["action"] for row in rows) == ["device.put", "device.remove"]


async def test_good_rows_land_and_bad_ones_are_named_in_both_languages(city: City):
    await city.put_lots(draft("op1-a"), draft("op2-a"))
    key = await city.key("operator", "op1")
    rows = [ROW, {**ROW, "device_id": "AA", "lot_id": "op2-a"}, {**ROW, "device_id": ""}]
    answer = (await city.client.put(DEVICES, headers=key, json={"devices": rows})).json()
    assert answer["changed"] == 1
    foreign, nameless = answer["rejected"]
    assert (foreign["id"], foreign["pointer"]) == ("AA", "/devices/1/lot_id")
    assert (nameless["pointer"], bool(nameless["title_zh"])) == ("/devices/2/device_id", True)
    bad = await city.client.put(DEVICES, headers=key, json={"devices": rows[1:]})
    assert (bad.status_code, len(bad.json()["rejected"])) == (422, 2)
    half = b'[{"device_id": "ab\\ud800", "lot_id": "op1-a", "space_code": "1"}]'
    number = b"[" + b"1" * 5_000 + b"]"
    for content in (b"hello", b"[1", b"{}", b'[{"device_id": [1]}]', number, half):
        none = await city.client.put(DEVICES, headers=key, content=content)
        assert none.status_code == 422, content


async def test_a_long_list_comes_in_pages_and_as_a_table(city: City):
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    lines = "".join(f"{number:04X},op1-a,B-{number},\n" for number in range(5))
    csv = f"device_id,lot_id,space_code,codec\n{lines}".encode()
    put = await city.client.put(DEVICES, headers={**key, "content-type": "text/csv"}, content=csv)
    assert put.status_code == 200, put.text
    assert put.json()["changed"] == 5
    first = (await city.client.get(DEVICES, headers=key, params={"limit": 3})).json()
    rest = await listed(city, key, limit=3, after=first["next_after"])
    ids = [device["device_id"] for device in first["devices"]]
    assert ids + rest == ["0000", "0001", "0002", "0003", "0004"]


async def test_a_networks_callback_moves_the_bay(city: City):
    await city.put_lots(draft("op1-a"))
    key, other = await city.key("operator", "op1"), await city.key("operator", "op2")
    await city.client.put(DEVICES, headers=key, json=[ROW])
    await city.report(key, snapshot("op1-a", 50))
    answer = await city.client.post("/v1/lorawan/thingpark", headers=key, json=uplink())
    assert answer.json()["results"] == [{"index": 0, "status": "accepted"}]
    foreign = await city.client.post("/v1/lorawan/thingpark", headers=other, json=uplink())
    assert foreign.status_code == 422
    assert "0102030405060708" in foreign.json()["detail"]


async def test_thingpark_needs_no_header_where_its_token_is_right(city: City):
    await city.put_lots(draft("op1-a"))
    key = await city.key("operator", "op1")
    await city.client.put(DEVICES, headers=key, json=[ROW])
    told = (await city.client.get("/v1/lorawan/signing", headers=key)).json()
    message = uplink()
    said = "".join(
        str(message["DevEUI_uplink"][name])
        for name in ("CustomerID", "DevEUI", "FPort", "FCntUp", "payload_hex")
    )
    sent_at = message["DevEUI_uplink"]["Time"]
    query = f"LrnDevEui=0102030405060708&LrnFPort=1&AS_ID=jn&Time={sent_at}"
    token = hashlib.sha256(f"{said}{query}{told['key']}".encode()).hexdigest()
    path = f"{told['path']}?{query.replace('+', '%2B')}&Token={token}"
    answer = await city.client.post(path, json=message)
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1)
    wrong = await city.client.post(path, json=uplink(count=42))
    assert wrong.status_code == 401

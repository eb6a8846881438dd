"""Networks' callbacks: each envelope is answered by itself, and nothing before it is committed."""

import json

import pytest

from ingest.lorawan import envelopes
from ingest.lorawan.door import LorawanDoor
from ingest.lorawan.envelopes import envelope_of
from ingest.reports.answer import Answer, problem_answer
from parking.clock import to_us
from parking.device import Device
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.principal import Principal
from parking.problems import Problem
from tests.ingest.interlink.small_city import NOW, SmallCity
from tests.ingest.lorawan.samples import sample

NORTH = Principal("operator", "k1", OperatorId("quancheng"), OperatorKey(1), SourceKey(7))
LISTED = {
    "0102030405060708": Device("0102030405060708", "quancheng-1", "A-017", "bosch_tps110"),
    "1D2F3A": Device("1D2F3A", "quancheng-1", "A-018", "sigmais_sigpark"),
}


class Lists:
    """One operator's list, and nobody else's."""

    async def named(self, principal, operator_key, device_ids):
        assert principal is NORTH
        return {name: LISTED[name] for name in device_ids if name in LISTED}


class Clock:
    def now_us(self) -> int:
        return to_us(NOW)


@pytest.fixture
def city() -> SmallCity:
    built = SmallCity()
    built.add_lot("quancheng-1")
    return built


async def take(city: SmallCity, network: str, content: object, principal=NORTH) -> tuple[int, dict]:
    door = LorawanDoor(city, Lists(), Clock())  # type: ignore[arg-type]
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = await door.take(principal, network, body)
    return answer.status, json.loads(answer.body)


def chirpstack(payload: str = "AQ==", device: str = "0102030405060708", count: int = 41) -> dict:
    return {
        "time": "2026-09-21T09:59:00Z", "deviceInfo": {"devEui": device}, "fCnt": count,
        "fPort": 1, "data": payload,
    }  # fmt: skip


async def test_an_uplink_becomes_the_state_of_its_bay(city):
    status, told = await take(city, "chirpstack", chirpstack())
    assert (status, told["durability"], told["accepted"]) == (200, "committed", 1)
    (report,) = city.logged
    assert (report.space_code, report.status) == ("A-017", "occupied")


async def test_the_same_uplink_again_is_no_second_record(city):
    await take(city, "chirpstack", chirpstack())
    status, told = await take(city, "chirpstack", chirpstack())
    assert (status, told["results"]) == (200, [{"index": 0, "status": "duplicate"}])
    assert len(city.log) == 1


async def test_each_envelope_of_a_list_is_answered_in_its_place(city):
    join = json.loads(sample("chirpstack-join.json"))
    envelopes = [chirpstack(), join, chirpstack(device="FFFF"), chirpstack("AAAA"), chirpstack()]
    envelopes[-1]["fCnt"] = 42
    status, told = await take(city, "chirpstack", envelopes)
    words = [result["status"] for result in told["results"]]
    assert status == 200
    assert (told["accepted"], words) == (
        2, ["accepted", "nothing", "rejected", "rejected", "accepted"],
    )  # fmt: skip
    assert told["results"][2]["problem"]["pointer"] == "/2"
    assert "FFFF" in told["results"][2]["problem"]["detail"]


@pytest.mark.parametrize(
    ("network", "content", "status", "slug"),
    [
        ("chirpstack", b"{", 422, "bad-json"),
        ("sigfox", b"\xff", 422, "bad-json"),
        ("chirpstack", {"hello": 1}, 422, "bad-message"),
        ("chirpstack", [], 422, "bad-message"),
        ("chirpstack", chirpstack("not base64!"), 422, "bad-message"),
        ("chirpstack", chirpstack(device="00FF"), 422, "not-found"),
        ("sigfox", chirpstack(), 422, "bad-message"),
        ("helium", chirpstack(), 404, "not-found"),
        ("chirpstack", [chirpstack(count=i) for i in range(1_001)], 413, "too-many-items"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_its_reason(
    city, network, content, status, slug
):
    answered, told = await take(city, network, content)
    assert (answered, told["status"], told["type"].rpartition("/")[2]) == (status, status, slug)
    assert told["title_zh"]
    assert city.log == {}


async def test_an_envelope_of_another_network_is_told_where_to_go(city):
    _, told = await take(city, "sigfox", chirpstack())
    assert "/v1/lorawan/chirpstack" in told["detail"]


async def test_a_report_that_the_city_refuses_points_at_its_envelope(city):
    LISTED["2222"] = Device("2222", "quancheng-9", "B-1", "bosch_tps110")
    try:
        status, told = await take(city, "chirpstack", [chirpstack(), chirpstack(device="2222")])
    finally:
        del LISTED["2222"]
    problem = told["results"][1]["problem"]
    assert (status, problem["pointer"]) == (200, "/1")
    assert problem["type"].endswith("unknown-lot")


@pytest.mark.parametrize("slug", ["unavailable", "rate-limited"])
async def test_nothing_is_acknowledged_while_nothing_is_stored(city, slug):
    city.unavailable = problem_answer(Problem(slug, "later"), retry_after_s=2)
    door = LorawanDoor(city, Lists(), Clock())  # type: ignore[arg-type]
    answer: Answer = await door.take(NORTH, "chirpstack", json.dumps(chirpstack()).encode())
    assert answer.status in {429, 503}
    assert answer.headers["retry-after"] == "2"


async def test_a_time_that_the_envelope_lacks_is_that_of_arrival(city):
    envelope = {"device": "1D2F3A", "data": "b2", "seqNumber": 7}
    status, told = await take(city, "sigfox", envelope)
    assert status == 200, told
    assert [report.observed_us for report in city.logged] == [to_us(NOW)]


async def test_a_key_without_an_operator_is_told_so(city):
    status, _ = await take(city, "sigfox", chirpstack(), Principal("admin", "k2"))
    assert status == 403


@pytest.mark.parametrize(
    ("begin", "item", "end"),
    [
        (b"[", b'{"a":1}', b"]"), (b'{"data":[', b"1", b"]}"),
        (b"[", b'{"DevEUI":1,"FPort":1}', b"]"),
    ],
)  # fmt: skip
async def test_many_of_anything_keep_nobody_waiting(city, begin, item, end, monkeypatch):
    looked = 0

    def counted(members):
        nonlocal looked
        looked += 1
        return envelope_of(members)

    monkeypatch.setattr(envelopes, "envelope_of", counted)
    content = begin + b",".join([item] * 50_000) + end
    status, told = await take(city, "thingpark", content)
    assert (status, told["type"].rpartition("/")[2]) == (413, "too-many-items")
    assert looked <= 4_000

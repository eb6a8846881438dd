"""A rehearsal: a city is backed up under load and restored elsewhere, and answers the same."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
import redis

from tests.end_to_end.city import City, running_city
from tests.end_to_end.planning_to_restore import HOT_AREA, PLANNER_READS, summed_up
from tests.end_to_end.sharing_to_restore import SHARING_READS, share
from tests.services.cities import MADE_UP_COUNTS

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
QUIET = ["op1-absolute", "op1-counted", "op1-totals", "op1-bays", "op1-closed", "op1-nowhere"]
BUSY = [f"op2-{number}" for number in range(5)]
KEYS = [
    ("operator", "operator", "op1"),
    ("busy", "operator", "op2"),
    ("planner", "planner", None),
    ("revoked", "planner", None),
]
FEED = "op1-roof"
READS = {
    None: [
        "/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=2000&limit=50&include_unknown=true",
        "/v1/lots?bbox=117.1,36.6,117.2,36.7",
        "/v1/cells?bbox=117.1,36.6,117.2,36.7&resolution=8",
        "/v1/areas",
        "/v1/search?q=lixia",
        "/status",
        "/v1/interlink",
        *(f"/v1/lots/{lot_id}" for lot_id in QUIET),
        *(f"/v1/lots/{lot_id}/history?from=2026-11-21T03:00:00Z&to=2026-11-21T04:00:00Z"
          for lot_id in QUIET),
    ],
    "operator": ["/v1/operator", "/v1/operator/lots", "/v1/operator/feeds",
                 "/v1/operator/lots/op1-closed/closures",
                 "/v1/operator/lots/op1-closed/versions", "/v1/operator/keys",
                 "/v1/operator/score", "/v1/operator/webhook", "/v1/operator/webhook/deliveries",
                 "/v1/operator/polled-feeds", f"/v1/operator/polled-feeds/{FEED}",
                 "/v1/interlink/signing", "/v1/lorawan/signing", "/v1/operator/devices"],
    "planner": ["/v1/planner/operators"],
    "admin": ["/v1/admin/keys", "/v1/admin/clock", "/v1/operator/lots?operator=op1"],
}  # fmt: skip
EVERY_READ = [
    (role, path)
    for reads in (READS, SHARING_READS, PLANNER_READS)
    for role, paths in reads.items()
    for path in paths
]
"""Every read there is, by the key it takes. `test_every_read_is_rehearsed` holds it complete."""
NOT_THE_CITYS = {"/docs", "/healthz", "/readyz", "/metrics", "/openapi.json", "/problems",
                 "/problems/{slug}"}  # fmt: skip
OF_THE_PROJECTION = {"epoch", "replica", "replica_lag_ms", "v"}
"""Rebuilt under an epoch and positions of its own."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Both cities and what is known of the first: its keys, what is `named` in sharing's reads,
    and what it had acknowledged.
    """

    before: dict[str, object]
    restored: City
    keys: dict[str, str]
    named: dict[str, str]
    acknowledged: dict[str, dict]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("restore")
    file = folder / "city.backup"
    with running_city(folder / "first", "--clock", "manual", settings=MADE_UP_COUNTS) as city:
        keys = furnish(city, folder)
        named = share(city, keys, NOON)
        with flowing(city, keys["busy"]) as acknowledged:
            until(lambda: len(acknowledged) > 200)
            known = dict(acknowledged)
            told = city.onelot("backup", str(file), "--data-dir", str(city.started.data_dir))
        assert told["reports"] >= len(known)
        summed_up(city, keys["planner"])
        before = answers(city, keys, named)
    city.onelot("restore", str(file), "--data-dir", str(folder / "second"))
    with running_city(folder / "second", "--clock", "manual", settings=MADE_UP_COUNTS) as restored:
        yield Rehearsal(before, restored, keys, named, known)


def furnish(city: City, folder: Path) -> dict[str, str]:
    """Lots, both lanes, bays, closures, corrections, keys, areas, and the clock."""
    keys = {"admin": city.key("admin")}
    districts = folder / "areas.csv"
    districts.write_text("code,name\n370102,历下区\n")
    city.onelot("areas", "import", str(districts), "--data-dir", str(city.started.data_dir))
    with city.client(keys["admin"]) as http:
        assert http.post("/v1/admin/clock", json={"now": NOON.isoformat()}).status_code == 200
        for name, role, operator in KEYS:
            made = http.post("/v1/admin/keys", json={"role": role, "operator": operator})
            assert made.status_code == 201
            keys[name] = made.json()["key"]
        revoked = keys["revoked"].split("_")[1]
        assert http.delete(f"/v1/admin/keys/{revoked}").is_success
        for number, lot_id in enumerate([*QUIET, *BUSY]):
            away = 0.3 if lot_id in BUSY else 0.0
            place = {"lat": 36.65 + number / 5_000 - away, "lon": 117.12}
            lot = {"name": lot_id, "capacity": 100, "operator": lot_id.partition("-")[0]}
            lot |= {} if lot_id == "op1-nowhere" else place
            assert http.put(f"/v1/operator/lots/{lot_id}", json=lot).status_code == 201
    with city.client(keys["operator"]) as http:
        results = http.post("/v1/reports", json={"reports": quiet_reports()}).json()["results"]
        assert [result["status"] for result in results] == ["accepted"] * len(results)
        recount = {"spaces": [{"free": 31}], "reason": "数错了"}
        assert http.post("/v1/operator/lots/op1-counted/recount", json=recount).status_code == 200
        closure = {"reason": "festival"}
        assert http.post("/v1/operator/lots/op1-closed/closures", json=closure).status_code == 201
        told = {"url": "https://hooks.example.org/feeds"}
        assert http.put("/v1/operator/webhook", json=told).is_success
        polled = {"url": "https://example.org/lots.json", "is_paused": True}
        assert http.put(f"/v1/operator/polled-feeds/{FEED}", json=polled).is_success
        sensor = {"device_id": "24e124535c411133", "lot_id": "op1-bays", "space_code": "A-1"}
        listed = http.put("/v1/operator/devices", json={"devices": [sensor]})
        assert (listed.status_code, listed.json()["changed"]) == (200, 1), listed.text
        find_wrong(city, "op1-absolute")
        http.post("/v1/reports", json={"reports": [{"kind": "nonsense"}]})
        until(lambda: has_problem(http))  # it is noted a moment after the answer
    return keys


def find_wrong(city: City, lot_id: str) -> None:
    """Let a verdict stand against a lot, as its source tells of it."""
    found = city.fetch(
        "insert into feed_verdict"
        " (rule, operator_key, source_key, lot_key, since, found_at, evidence)"
        " select 'drifting', l.operator_key, min(s.source_key), l.lot_key, city_now(), city_now(),"
        " '{}' from lot l join source s using (operator_key) where lot_id = $1"
        " group by l.operator_key, l.lot_key returning verdict_key",
        lot_id,
    )
    assert found


def has_problem(http: httpx.Client) -> bool:
    feeds = http.get("/v1/operator/feeds").json()["feeds"]
    return any(feed["problems"] for feed in feeds)


def quiet_reports() -> list[dict]:
    serials = count(1)

    def report(kind: str, lot: str, seconds_ago: int, **more: object) -> dict:
        observed = NOON - timedelta(seconds=seconds_ago)
        return {"kind": kind, "lot_id": f"op1-{lot}", "record_serial": f"q-{next(serials)}",
                "observed_at": observed.isoformat(), **more}  # fmt: skip

    def counted(lot: str, free: int, seconds_ago: int) -> dict:
        return report("snapshot", lot, seconds_ago, spaces=[{"free": free, "capacity": 100}])

    return [
        counted("absolute", 40, 600), counted("absolute", 50, 60), counted("closed", 9, 60),
        counted("nowhere", 1, 30), report("heartbeat", "absolute", 10),
        counted("counted", 30, 300), report("entry", "counted", 200),
        report("entry", "counted", 150), report("exit", "counted", 100),
        report("void", "counted", 90, void_of="q-7"),
        report("correction", "absolute", 50, correction_of="q-2", spaces=[{"free": 55}]),
        counted("totals", 70, 300), report("totals", "totals", 250, in_total=10, out_total=5),
        report("totals", "totals", 50, in_total=14, out_total=6),
        report("space", "bays", 40, space_code="A-1", status="free"),
        report("space", "bays", 40, space_code="A-2", status="occupied"),
    ]  # fmt: skip


@contextmanager
def flowing(city: City, key: str) -> Iterator[dict[str, dict]]:
    """Reports flow from a thread; yields those that were acknowledged so far, by serial."""
    acknowledged: dict[str, dict] = {}
    stopping = threading.Event()

    def flow() -> None:
        numbers = count()
        with city.client(key) as http:
            while not stopping.is_set():
                reports = [busy_report(next(numbers)) for _ in range(10)]
                answer = http.post("/v1/reports", json={"reports": reports})
                if answer.status_code == httpx.codes.OK:
                    acknowledged.update({one["record_serial"]: one for one in reports})

    thread = threading.Thread(target=flow)
    thread.start()
    try:
        yield acknowledged
    finally:
        stopping.set()
        thread.join(60)


def busy_report(number: int) -> dict:
    observed = NOON - timedelta(seconds=300) + timedelta(milliseconds=number)
    return {"kind": "snapshot", "lot_id": BUSY[number % len(BUSY)], "record_serial": f"b-{number}",
            "observed_at": observed.isoformat(),
            "spaces": [{"free": number % 90, "capacity": 100}]}  # fmt: skip


def until(holds, patience_s: float = 45.0) -> None:
    deadline_s = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline_s, "it never came to hold"
        time.sleep(0.05)


def answers(city: City, keys: dict[str, str], named: dict[str, str]) -> dict[str, object]:
    """What every read answers, of the lots that nobody reports on meanwhile."""
    found = {}
    for role, path in EVERY_READ:
        with city.client(None if role is None else keys[role]) as http:
            answer = http.get(path.format(**named))
        assert answer.status_code == 200, (path, answer.text)
        found |= leaves(f"{role} {path}", quiet(answer.json()))
    return found


def told_by(rehearsal: Rehearsal) -> dict[str, object]:
    return answers(rehearsal.restored, rehearsal.keys, rehearsal.named)


def leaves(path: str, value: object) -> dict[str, object]:
    """Each value by the way to it, so that a difference is told in a line."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found: dict[str, object] = {}
    for name, part in parts:
        way = f"{path} {name}"
        found |= leaves(way, part) if isinstance(part, dict | list) else {way: part}
    return found


def quiet(value: object) -> object:
    """Leave out the busy lots, and what numbers the projection and not the city."""
    if isinstance(value, list):
        return [quiet(one) for one in value if not is_busy(one)]
    if isinstance(value, dict):
        return {name: quiet(one) for name, one in value.items() if name not in OF_THE_PROJECTION}
    return value


def is_busy(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return value.get("lot_id") in BUSY or "op2" in (value.get("source"), value.get("operator"))


def test_every_read_is_rehearsed(rehearsal: Rehearsal) -> None:
    with rehearsal.restored.client() as http:
        contract = http.get("/openapi.json").json()["paths"]
    reads = {path for path, calls in contract.items() if "get" in calls} - NOT_THE_CITYS
    # Exports say in others' words what the reads of lots say.
    reads = {path for path in reads if not path.startswith("/export/")}
    asked = {path.partition("?")[0] for _, path in EVERY_READ}
    for lot_id in QUIET:
        asked = {path.replace(lot_id, "{lot_id}") for path in asked}
    asked = {path.replace(HOT_AREA, "{hot_area_id}") for path in asked}
    asked = {path.replace(FEED, "{feed_id}") for path in asked}
    assert reads <= asked


def test_the_restored_city_answers_the_same(rehearsal: Rehearsal) -> None:
    def is_same() -> bool:
        return told_by(rehearsal) == rehearsal.before

    until_same(is_same, rehearsal)


def until_same(is_same, rehearsal: Rehearsal, patience_s: float = 30.0) -> None:
    deadline_s = time.monotonic() + patience_s
    while not is_same():
        if time.monotonic() > deadline_s:
            assert told_by(rehearsal) == rehearsal.before
        time.sleep(0.2)


def test_what_was_acknowledged_before_the_backup_is_there_once(rehearsal: Rehearsal) -> None:
    rows = rehearsal.restored.fetch("select record_serial from report_log")
    stored = Counter(row["record_serial"] for row in rows)
    assert not rehearsal.acknowledged.keys() - stored.keys()
    assert max(stored.values()) == 1


def test_busy_lots_show_the_newest_count_the_backup_holds(rehearsal: Rehearsal) -> None:
    serials = rehearsal.restored.fetch(
        "select record_serial from report_log where record_serial like 'b-%'"
    )
    numbers = sorted(int(row["record_serial"][2:]) for row in serials)
    newest = {BUSY[number % len(BUSY)]: number % 90 for number in numbers}
    with rehearsal.restored.client() as http:
        shown = {lot_id: http.get(f"/v1/lots/{lot_id}").json() for lot_id in BUSY}
    assert {lot_id: lot["availability"]["free"] for lot_id, lot in shown.items()} == newest


def test_keys_are_honoured_as_before_and_revoked_ones_refused(rehearsal: Rehearsal) -> None:
    with rehearsal.restored.client(rehearsal.keys["admin"]) as http:
        assert http.get("/v1/admin/keys").status_code == 200
    with rehearsal.restored.client(rehearsal.keys["revoked"]) as http:
        assert http.get("/v1/operator").status_code == 401


def test_a_report_sent_again_is_a_duplicate_and_a_new_one_is_shown(rehearsal: Rehearsal) -> None:
    again = list(rehearsal.acknowledged.values())[:20]
    fresh = busy_report(9_999) | {"spaces": [{"free": 77, "capacity": 100}]}
    with rehearsal.restored.client(rehearsal.keys["busy"]) as http:
        told = http.post("/v1/reports", json={"reports": again}).json()["results"]
        assert {result["status"] for result in told} == {"duplicate"}
        (told,) = http.post("/v1/reports", json={"reports": [fresh]}).json()["results"]
        assert told["status"] == "accepted"
        until(lambda: free_in(http, fresh["lot_id"]) == 77)


def test_a_redis_lost_after_the_restore_is_rebuilt_to_the_same_picture(
    rehearsal: Rehearsal,
) -> None:
    """The worker follows the restored log from where its checkpoint ends, skipping nothing.

    Transactions of the restored database have smaller numbers than those it was backed up from.
    """
    after = busy_report(10_004) | {"spaces": [{"free": 66, "capacity": 100}]}
    with rehearsal.restored.client(rehearsal.keys["busy"]) as http:
        assert http.post("/v1/reports", json={"reports": [after]}).json()["accepted"] == 1
    with redis.Redis.from_url(rehearsal.restored.stores.redis_url) as store:
        store.flushall()
    rehearsal.restored.wait_until_ready()
    until_same(lambda: told_by(rehearsal) == rehearsal.before, rehearsal)
    with rehearsal.restored.client() as http:
        until(lambda: free_in(http, after["lot_id"]) == 66)


def free_in(http: httpx.Client, lot_id: str) -> int | None:
    return http.get(f"/v1/lots/{lot_id}").json()["availability"]["free"]

"""A little tidal sharing to be backed up: one gate, one agreement, one driver, one booking."""

from datetime import datetime, timedelta
from itertools import count

import httpx

from tests.end_to_end.city import City

GATED = "op1-gate"
SHARING_READS = {
    None: [
        "/v1/sharing/availability?lat=36.65&lon=117.12&radius_m=3000"
        "&from=2026-11-21T14:00:00%2B08:00&to=2026-11-21T15:00:00%2B08:00",
        "/v1/sharing/gate-keys",
        "/v1/lots/nearby?lat=36.65&lon=117.12&radius_m=3000&space_class=shared",
    ],
    "operator": [
        "/v1/sharing/agreements", "/v1/sharing/agreements/{agreement_id}",
        "/v1/sharing/agreements/{agreement_id}/windows", "/v1/sharing/notices",
        "/v1/sharing/account", "/v1/sharing/gate-keys/{lot_id}", "/v1/sharing/communities",
        "/v1/sharing/communities/{community_id}/members", "/v1/sharing/statements",
    ],
    "driver": [
        "/v1/sharing/bookings", "/v1/sharing/bookings/{booking_id}", "/v1/drivers/me",
        "/v1/sharing/bookings/{booking_id}/authorisation", "/v1/sharing/statements",
    ],
    "admin": ["/v1/admin/days", "/v1/admin/days/{day}", "/v1/sharing/sanctions"],
}  # fmt: skip
_NUMBERS = count(1)


def share(city: City, keys: dict[str, str], noon: datetime) -> dict[str, str]:
    """Lend, book and confirm; returns what the reads above name. Adds the driver's key."""
    with city.client(keys["admin"]) as http:
        place = {
            "lat": 36.66,
            "lon": 117.12,
            "capacity": 20,
            "operator": "op1",
            "has_gate": True,
            "land_use": "hospital",
        }
        assert http.put(f"/v1/operator/lots/{GATED}", json={"name": GATED, **place}).is_success
        own = {"day_class": "workday", "name": "市运会补班"}
        assert http.put("/v1/admin/days/2026-12-05", json=own).is_success
    with city.client() as http:
        keys["driver"] = http.post("/v1/drivers").json()["key"]
    with city.client(keys["operator"]) as http:
        terms = {
            "lot_id": GATED, "quota": 3, "valid": {"from": "2026-11-01", "until": "2027-10-31"},
            "windows": [{"days": ["weekend"], "stay": ["00:00", "24:00"]}],
            "price": {"unit": "hour", "fen": 200},
        }  # fmt: skip
        agreement_id = posted(http, "/v1/sharing/agreements", terms)["agreement_id"]
        community = posted(http, "/v1/sharing/communities", {"name": "甸柳新村"})
    with city.client(keys["driver"]) as http:
        wanted = {
            "lot_id": GATED, "plate": "鲁A12345", "from": (noon + timedelta(hours=1)).isoformat(),
            "to": (noon + timedelta(hours=3)).isoformat(),
        }  # fmt: skip
        booking_id = posted(http, "/v1/sharing/bookings", wanted)["booking_id"]
        posted(http, f"/v1/sharing/bookings/{booking_id}/confirm", {})
    return {
        "agreement_id": agreement_id, "booking_id": booking_id, "day": "2026-12-05",
        "community_id": community["community_id"], "lot_id": GATED,
    }  # fmt: skip


def posted(http: httpx.Client, path: str, body: dict) -> dict:
    answer = http.post(path, json=body, headers={"idempotency-key": f"restore-{next(_NUMBERS)}"})
    assert answer.is_success, (path, answer.text)
    return answer.json()
